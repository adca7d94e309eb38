//! Old binary workbooks, read in a process of their own.
//!
//! The format is full of offsets and sizes that its readers believe: a file of a few kilobytes can ask for a terabyte of memory, and a program
//! that cannot have it ends. So another process reads it, which may have little memory and little time, and whose end ends nothing else.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::grid::{self, Sheet};
use super::{SIZE_MAX_BYTES, Unreadable};

/// The word that asks the program for this work and nothing else.
pub const WORD: &str = "read-old-workbook";

/// What the other process may have: a hundred times the largest file.
const MEMORY_MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// How long it may compute: a person waits for the answer.
const CPU_MAX_SECONDS: u64 = 5;
/// What it may answer.
const ANSWER_MAX_BYTES: u64 = 128 * 1024 * 1024;

/// Who reads old workbooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldWorkbooks {
    /// This program, started again with [`WORD`].
    Apart(PathBuf),
    /// This process: for files that are known to be harmless.
    Here,
}

impl OldWorkbooks {
    pub(super) fn read(&self, bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
        match self {
            Self::Here => grid::old_workbook(bytes),
            Self::Apart(program) => {
                let mut command = Command::new(program);
                command.arg(WORD).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
                let answer = command.spawn().and_then(|child| exchange(child, bytes)).map_err(grid::broken)?;
                if answer.len() as u64 > ANSWER_MAX_BYTES {
                    return Err(Unreadable::TooLarge);
                }
                // A process that died said nothing, or half of something.
                serde_json::from_slice(&answer).map_err(grid::broken)?
            }
        }
    }
}

/// Writes and reads at the same time, so that neither side waits for the other for ever.
fn exchange(mut child: Child, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let answer = std::thread::scope(|scope| {
        // A process that dies early closes its end; its answer says the rest.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let mut answer = Vec::new();
        stdout.map_or(Ok(0), |stdout| stdout.take(ANSWER_MAX_BYTES + 1).read_to_end(&mut answer)).map(|_| answer)
    });
    child.wait()?;
    answer
}

/// The other process's whole work: limits itself, reads a workbook from standard input and writes its sheets to standard output.
///
/// # Errors
/// When the limits cannot be set, or nobody listens.
pub fn work() -> io::Result<()> {
    use rlimit::Resource;
    Resource::AS.set(MEMORY_MAX_BYTES, MEMORY_MAX_BYTES)?;
    Resource::CPU.set(CPU_MAX_SECONDS, CPU_MAX_SECONDS)?;
    Resource::CORE.set(0, 0)?;
    let mut bytes = Vec::new();
    io::stdin().take(SIZE_MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    serde_json::to_writer(io::BufWriter::new(io::stdout().lock()), &grid::old_workbook(&bytes))?;
    Ok(())
}
