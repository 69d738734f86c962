//! How the process itself does, as Linux tells it.

use std::fs;

use super::exposition::Exposition;

/// Linux tells times in hundredths of a second, on every machine that Rust compiles for.
const TICKS: f64 = 100.0;

/// Writes what `/proc` says about this process; nothing where there is none.
pub(super) fn write(page: &mut Exposition) {
    if let Ok(stat) = fs::read_to_string("/proc/self/stat")
        && let Some(times) = Times::read(&stat)
    {
        page.counter(
            "process_cpu_seconds_total",
            "Processor time that this process has used, in seconds.",
            times.used,
        );
        let machine = fs::read_to_string("/proc/stat").unwrap_or_default();
        if let Some(booted) = number_after(&machine, "btime ") {
            page.gauge(
                "process_start_time_seconds",
                "When this process began, in seconds since 1970.",
                booted + times.began,
            );
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(kibibytes) = number_after(&status, "VmRSS:") {
        let help = "Memory that this process holds, in bytes.";
        page.gauge("process_resident_memory_bytes", help, kibibytes * 1024.0);
    }
    if let Some(kibibytes) = number_after(&status, "VmSize:") {
        let help = "Addresses that this process has reserved, in bytes.";
        page.gauge("process_virtual_memory_bytes", help, kibibytes * 1024.0);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        // The one by which they are counted is not meant.
        let open = open.count().saturating_sub(1);
        let help = "Files and connections that are open.";
        page.gauge("process_open_fds", help, u32::try_from(open).unwrap_or(u32::MAX).into());
    }
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    if let Some(most) = number_after(&limits, "Max open files") {
        let help = "How many files and connections may be open.";
        page.gauge("process_max_fds", help, most);
    }
}

/// Times of the process, in seconds.
#[derive(Debug, PartialEq)]
struct Times {
    used: f64,
    /// After the machine was started.
    began: f64,
}

impl Times {
    /// Reads a line of `proc(5)`. The name of the program stands in parentheses and may hold
    /// anything; fields are counted from behind it, where the third begins.
    fn read(stat: &str) -> Option<Self> {
        let (_, fields) = stat.rsplit_once(')')?;
        let field = |number: usize| -> Option<f64> {
            fields.split_whitespace().nth(number - 3)?.parse().ok()
        };
        let (user, system, began) = (field(14)?, field(15)?, field(22)?);
        Some(Self { used: (user + system) / TICKS, began: began / TICKS })
    }
}

/// The number in the line that begins with `name`.
fn number_after(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_may_have_any_name() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 900 0 1 0 250 150 0 0 20 0 9 0 4200 1 2 3";
        assert_eq!(Times::read(stat), Some(Times { used: 4.0, began: 42.0 }));
        assert_eq!(Times::read("7 (a) S 1"), None);
        assert_eq!(Times::read(""), None);
    }

    #[test]
    fn numbers_are_found_by_the_words_before_them() {
        let text =
            "VmSize:\t  2048 kB\nMax open files            1024                 4096   files\n";
        assert_eq!(number_after(text, "VmSize:"), Some(2048.0));
        assert_eq!(number_after(text, "Max open files"), Some(1024.0));
        assert_eq!(number_after(text, "VmRSS:"), None);
        assert_eq!(number_after("Max open files unlimited", "Max open files"), None);
    }
}
