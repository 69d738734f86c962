//! Which cores the contenders and the server run on.
//!
//! A client and a server that take turns are half as fast on two cores as on one: each wakes the
//! other's core out of its sleep, and on shared cores the one that dozes slows the other down.
//! Which of the two a process gets is the kernel's choice, made anew for each, and twice what any
//! program here could gain.

use std::io;

/// The cores this process may use.
pub(crate) struct Cores(#[cfg(target_os = "linux")] linux::All);

impl Cores {
    /// Those it has.
    ///
    /// # Errors
    /// The system does not tell.
    pub(crate) fn find() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        return Ok(Self(linux::All::find()?));
        #[cfg(not(target_os = "linux"))]
        Ok(Self())
    }

    /// Puts all threads of this process, and processes it starts from here on, on one core, or
    /// lets them go where they like. Whether it could: only Linux can be asked for it, and a
    /// container may refuse.
    pub(crate) fn share(&self, one: bool) -> bool {
        #[cfg(target_os = "linux")]
        return self.0.share(one).is_ok();
        #[cfg(not(target_os = "linux"))]
        {
            let _ = one;
            false
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;

    pub(super) struct All {
        all: CpuSet,
        one: CpuSet,
    }

    impl All {
        pub(super) fn find() -> io::Result<Self> {
            let all = sched_getaffinity(Pid::from_raw(0))?;
            let mut one = CpuSet::new();
            // The last: interrupts are mostly dealt with by the first.
            let last = (0..CpuSet::count()).rev().find(|&core| all.is_set(core) == Ok(true));
            one.set(last.ok_or_else(|| io::Error::other("no core at all"))?)?;
            Ok(Self { all, one })
        }

        pub(super) fn share(&self, one: bool) -> io::Result<()> {
            let cores = if one { &self.one } else { &self.all };
            for thread in std::fs::read_dir("/proc/self/task")? {
                let name = thread?.file_name();
                let id = name.to_str().and_then(|name| name.parse().ok());
                let id = id.ok_or_else(|| io::Error::other("a thread without a number"))?;
                sched_setaffinity(Pid::from_raw(id), cores)?;
            }
            Ok(())
        }
    }
}
