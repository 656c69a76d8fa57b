//! `cargo xtask bench`: what the figures were measured on, then the benchmarks.
//!
//! A durable append costs about one sync of the device, so the figures mean nothing without its latency.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::metadata::Metadata;
use crate::{Done, browser, metadata};

const SYNCS: usize = 200;
const WRITE_BYTES: usize = 4096;

/// Runs each benchmark whose `package/name` holds one of `words`; every one if there are no words.
pub(crate) fn run(root: &Path, words: &[String]) -> Done {
    let metadata = metadata::load(root)?;
    let chosen = choose(&metadata, words);
    if chosen.is_empty() {
        return Err(format!(
            "no benchmark matches {words:?}; there are {:?}",
            choose(&metadata, &[])
        )
        .into());
    }
    let data = metadata.target_directory.join("bench-data");
    fs::create_dir_all(&data)?;
    print_machine(&data)?;
    for (package, name) in chosen {
        println!("\n== {package}/{name} ==");
        if package == browser::PACKAGE {
            browser::run(name, root, &metadata.target_directory)?;
            continue;
        }
        let status = Command::new("cargo")
            .args([
                "bench",
                "--quiet",
                "--locked",
                "--package",
                package,
                "--bench",
                name,
            ])
            // The figures are of the device whose syncs were timed, not of a temporary folder in memory.
            .env("TMPDIR", &data)
            .current_dir(root)
            .status()?;
        if !status.success() {
            return Err(format!("{package}/{name}: {status}").into());
        }
    }
    Ok(())
}

/// By package and name: those of the crates, then those in a browser.
fn choose<'a>(metadata: &'a Metadata, words: &[String]) -> Vec<(&'a str, &'a str)> {
    let of_crates = metadata.packages.iter().flat_map(|package| {
        let benches = package.targets.iter().filter(|target| target.kind == ["bench"]);
        benches.map(|target| (package.name.as_str(), target.name.as_str()))
    });
    let in_browser = browser::NAMES.map(|name| (browser::PACKAGE, name));
    of_crates
        .chain(in_browser)
        .filter(|(package, name)| {
            let full = format!("{package}/{name}");
            words.is_empty() || words.iter().any(|word| full.contains(word))
        })
        .collect()
}

fn print_machine(data: &Path) -> io::Result<()> {
    let cores = thread::available_parallelism()?;
    let syncs = sync_latencies(&data.join("sync-probe"))?;
    println!("cores            {cores}");
    println!(
        "processor        {}",
        processor().unwrap_or_else(|| "unknown".to_owned())
    );
    println!(
        "sync of {WRITE_BYTES} B   p50 {:?}, p99 {:?} ({SYNCS} times)",
        syncs.at(50),
        syncs.at(99)
    );
    Ok(())
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, name)| name.trim().to_owned())
}

/// Appends a block and syncs it, again and again.
fn sync_latencies(path: &Path) -> io::Result<Latencies> {
    let mut file = File::create(path)?;
    let block = [0x5a; WRITE_BYTES];
    let mut sorted = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let start = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        sorted.push(start.elapsed());
    }
    fs::remove_file(path)?;
    sorted.sort_unstable();
    Ok(Latencies { sorted })
}

/// Never empty.
struct Latencies {
    sorted: Vec<Duration>,
}

impl Latencies {
    /// The smallest latency that at least `percent` of a hundred did not exceed.
    fn at(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1);
        self.sorted[rank - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Package, Target};
    use std::path::PathBuf;

    fn target(name: &str, kind: &str) -> Target {
        Target {
            name: name.into(),
            kind: vec![kind.into()],
        }
    }

    fn metadata() -> Metadata {
        let targets = vec![
            target("append", "bench"),
            target("eventlog", "lib"),
            target("scan", "bench"),
            target("outside", "test"),
        ];
        let package = Package {
            name: "eventlog".into(),
            dependencies: Vec::new(),
            targets,
        };
        Metadata {
            packages: vec![package],
            target_directory: PathBuf::new(),
        }
    }

    #[test]
    fn without_words_every_benchmark_is_chosen_and_nothing_else() {
        assert_eq!(
            choose(&metadata(), &[]),
            [
                ("eventlog", "append"),
                ("eventlog", "scan"),
                ("browser", "first_paint"),
                ("browser", "lighthouse")
            ]
        );
    }

    #[test]
    fn a_word_chooses_by_package_and_name() {
        assert_eq!(choose(&metadata(), &["log/sc".into()]), [("eventlog", "scan")]);
        assert_eq!(
            choose(&metadata(), &["paint".into()]),
            [("browser", "first_paint")]
        );
        assert!(choose(&metadata(), &["other".into()]).is_empty());
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let sorted = (1..=200).map(Duration::from_millis).collect();
        let latencies = Latencies { sorted };
        assert_eq!(latencies.at(50), Duration::from_millis(100));
        assert_eq!(latencies.at(99), Duration::from_millis(198));
    }
}
