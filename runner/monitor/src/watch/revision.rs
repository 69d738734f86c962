//! Which commit of the project's files is checked out.

use std::fs;
use std::path::Path;

/// The hash of the commit that is checked out in `folder`, or in the nearest folder above it that
/// git keeps. Nothing when none does, before the first commit, and where branches are kept in
/// another form than files (reftable).
#[must_use]
pub fn revision(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let found = folder.ancestors().map(|folder| folder.join(".git")).find(|path| path.exists())?;
    // Of a worktree or a submodule, a file says where the rest is.
    let git = match found.is_dir() {
        true => found,
        false => found.parent()?.join(line(&found)?.strip_prefix("gitdir: ")?),
    };
    let head = line(&git.join("HEAD"))?;
    let Some(branch) = head.strip_prefix("ref: ") else { return hash(&head) };
    // A worktree shares its branches with the repository that it belongs to.
    let shared = line(&git.join("commondir")).map_or_else(|| git.clone(), |path| git.join(path));
    let own = line(&shared.join(branch));
    hash(&own.or_else(|| packed(&shared, branch))?)
}

/// The first line of a file.
fn line(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    text.lines().next().map(|line| line.trim().to_owned())
}

/// What the file that holds branches together has for one of them.
fn packed(git: &Path, branch: &str) -> Option<String> {
    let all = fs::read_to_string(git.join("packed-refs")).ok()?;
    let mut pairs = all.lines().filter_map(|line| line.split_once(' '));
    pairs.find(|(_, name)| *name == branch).map(|(hash, _)| hash.to_owned())
}

/// Only what is a hash: whatever else these files may say is told to nobody.
fn hash(text: &str) -> Option<String> {
    let is_hash = matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;

    fn git(folder: &Path, arguments: &[&str]) -> String {
        let nobody = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"];
        let mut command = Command::new("git");
        // Nothing that somebody has set for themselves: they may sign what they commit.
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let done = command.args(nobody).args(arguments).current_dir(folder).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {done:?}");
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    fn commit(folder: &Path, text: &str) -> String {
        git(folder, &["commit", "-q", "--allow-empty", "-m", text]);
        git(folder, &["rev-parse", "HEAD"])
    }

    #[test]
    fn it_is_what_git_says_wherever_git_keeps_it() {
        let folder = TempDir::new().unwrap();
        let top = folder.path().join("project");
        let inner = top.join("tests/suites");
        fs::create_dir_all(&inner).unwrap();
        git(&top, &["init", "-q", "-b", "release/1.4"]);
        assert_eq!(revision(&inner), None, "before the first commit");
        assert_eq!(revision(&inner), revision(&top));

        let first = commit(&top, "first");
        assert_eq!(revision(&inner).as_deref(), Some(&*first), "a branch in a file of its own");
        git(&top, &["pack-refs", "--all"]);
        assert_eq!(revision(&inner).as_deref(), Some(&*first), "a branch among others");
        let second = commit(&top, "second");
        assert_eq!(revision(&inner).as_deref(), Some(&*second), "its own file is newer");
        git(&top, &["checkout", "-q", "--detach", &first]);
        assert_eq!(revision(&inner).as_deref(), Some(&*first), "no branch");
        git(&top, &["worktree", "add", "-q", "../beside", "release/1.4"]);
        assert_eq!(revision(&folder.path().join("beside")).as_deref(), Some(&*second));
    }

    #[test]
    fn what_is_no_hash_is_told_to_nobody() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("secret"), "hunter2\n").unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let head = folder.path().join(".git/HEAD");
        for said in ["ref: ../secret", "hunter2", "", "ref: refs/heads/none"] {
            fs::write(&head, said).unwrap();
            assert_eq!(revision(folder.path()), None, "{said}");
        }
    }
}
