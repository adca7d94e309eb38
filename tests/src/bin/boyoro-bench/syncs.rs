//! A disk that is slow on demand, and whose fsyncs are counted: a small library loaded in front of the measured program.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// The library and the file it counts in.
pub struct Syncs {
    folder: TempDir,
}

impl Syncs {
    /// Builds the library.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/slowsync.c");
        let syncs = Self { folder };
        fs::write(syncs.counter(), [0; 8]).expect("a counter");
        let mut compiler = Command::new("cc");
        compiler.args(["-O2", "-shared", "-fPIC", "-o"]).arg(syncs.library()).arg(source).arg("-ldl");
        let built = compiler.status();
        assert!(built.is_ok_and(|status| status.success()), "{source} could not be compiled");
        syncs
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("slowsync.so")
    }

    fn counter(&self) -> PathBuf {
        self.folder.path().join("count")
    }

    /// What puts it in front of a program.
    pub fn environment(&self, slow_us: u32) -> Vec<(&'static str, String)> {
        vec![
            ("LD_PRELOAD", self.library().display().to_string()),
            ("SYNC_COUNT", self.counter().display().to_string()),
            ("SLOW_US", slow_us.to_string()),
        ]
    }

    /// How many fsyncs there have been.
    pub fn count(&self) -> u64 {
        let bytes = fs::read(self.counter()).expect("the counter");
        u64::from_ne_bytes(bytes.try_into().expect("eight bytes"))
    }
}
