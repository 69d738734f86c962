//! What a process used, as `/proc` tells.

use std::path::Path;
use std::time::Duration;

use thiserror::Error;

/// `/proc` counts time in hundredths of a second, on every machine that this runs on.
const TICK: Duration = Duration::from_millis(10);

/// What a process used until a moment.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// User and system, of all threads.
    pub cpu: Duration,
    /// Resident, in bytes.
    pub memory: u64,
}

/// `/proc` does not tell.
#[derive(Debug, Error)]
#[error("`/proc/{id}/{file}` does not tell what the process used: {cause}; Linux does")]
pub struct Untold {
    id: u32,
    file: &'static str,
    cause: String,
}

impl Usage {
    /// Of a process that runs.
    ///
    /// # Errors
    /// `/proc` does not tell: no Linux, or the process has ended.
    pub fn of(id: u32) -> Result<Self, Untold> {
        Ok(Self { cpu: told(id, "stat", cpu)?, memory: told(id, "status", memory)? })
    }
}

fn told<T>(id: u32, file: &'static str, read: fn(&str) -> Option<T>) -> Result<T, Untold> {
    let untold = |cause: String| Untold { id, file, cause };
    let path = Path::new("/proc").join(id.to_string()).join(file);
    let text = std::fs::read_to_string(path).map_err(|cause| untold(cause.to_string()))?;
    read(&text).ok_or_else(|| untold("it has another form".to_owned()))
}

/// The 14th and 15th field; the second is the program's name in parentheses, with anything in it.
fn cpu(stat: &str) -> Option<Duration> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u32>().ok();
    Some(TICK * (ticks(11)? + ticks(12)?))
}

fn memory(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proc_is_read_whatever_the_program_is_named() {
        let stat = "42 (a b) c) S 1 42 42 0 -1 4194560 99 0 0 0 250 31 0 0 20 0 11 0 8 9 10";
        assert_eq!(cpu(stat), Some(Duration::from_millis(2_810)));
        assert_eq!(memory("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t3\n"), Some(2 << 20));
        assert_eq!(memory("Name:\tx\n"), None);
    }
}
