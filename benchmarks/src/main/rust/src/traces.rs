//! The trace files all engines read; `Traces.java` lists them. Every stream is a row of records
//! `u32 big-endian length, bytes`.

use crate::Outcome;
use std::fs;
use std::path::PathBuf;

/// One directory of traces, and one of what was derived from them.
pub struct Traces {
    directory: PathBuf,
    derived: PathBuf,
}

/// First `delete_count` UTF-16 units are deleted at `position`, then `insert` is inserted there.
pub struct Edit {
    pub position: u32,
    pub delete_count: u32,
    pub insert: String,
}

impl Traces {
    pub fn new(directory: impl Into<PathBuf>, derived: impl Into<PathBuf>) -> Self {
        Traces { directory: directory.into(), derived: derived.into() }
    }

    pub fn bytes(&self, file: &str) -> Outcome<Vec<u8>> {
        fs::read(self.directory.join(file)).map_err(|error| format!("no such trace, file={file}, {error}").into())
    }

    pub fn text(&self, file: &str) -> Outcome<String> {
        Ok(String::from_utf8(self.bytes(file)?)?)
    }

    /// The records of a file, each in memory of its own, as updates come from a socket.
    pub fn records(&self, file: &str) -> Outcome<Vec<Vec<u8>>> {
        split(&self.bytes(file)?)
    }

    /// The document a trace leads to; `format` is `v1` or `v2`.
    pub fn document(&self, trace: &str, format: &str) -> Outcome<Vec<u8>> {
        self.bytes(&format!("{trace}-doc-{format}.bin"))
    }

    /// The updates of a trace in causal order. The sequential trace starts from nothing, the hot ones from its end.
    pub fn updates(&self, trace: &str) -> Outcome<Vec<Vec<u8>>> {
        self.records(&if trace == "b4" { "b4-updates-v1.bin".to_owned() } else { format!("{trace}-v1.bin") })
    }

    pub fn final_text(&self, trace: &str) -> Outcome<String> {
        self.text(&format!("{trace}-final.txt"))
    }

    /// The state vector of a peer that lacks the last 1,000 operations of a trace.
    pub fn state_vector_behind(&self, trace: &str) -> Outcome<Vec<u8>> {
        self.bytes(&format!("{trace}-sv-1000-behind.bin"))
    }

    /// The local edits of the sequential trace: `u32 position, u32 deleteCount, UTF-8 insert` each.
    pub fn edits(&self) -> Outcome<Vec<Edit>> {
        self.records("b4-ops.bin")?
            .iter()
            .map(|record| {
                let (position, rest) = take_u32(record)?;
                let (delete_count, insert) = take_u32(rest)?;
                Ok(Edit { position, delete_count, insert: String::from_utf8(insert.to_vec())? })
            })
            .collect()
    }

    /// The sequential trace applied a hundred times to one text; the Java side writes it before the others are asked.
    pub fn huge_document(&self) -> Outcome<Vec<u8>> {
        let file = self.derived.join("b4x100-v1.bin");
        fs::read(&file).map_err(|_| format!("no such file, path={}, made by HugeDocument", file.display()).into())
    }
}

fn split(mut bytes: &[u8]) -> Outcome<Vec<Vec<u8>>> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = take_u32(bytes)?;
        let record = rest.get(..length as usize).ok_or("a record ends early")?;
        records.push(record.to_vec());
        bytes = &rest[length as usize..];
    }
    Ok(records)
}

fn take_u32(bytes: &[u8]) -> Outcome<(u32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>().ok_or("a record ends early")?;
    Ok((u32::from_be_bytes(*head), rest))
}

/// An update that makes `count` more clients known: each wrote one character of the root text `others`, each behind the one
/// before it. Client numbers go down from 2^32 - 1, so that the sections are in the order of Yjs and nothing conflicts.
pub fn known_clients_update(count: u64) -> Vec<u8> {
    const FIRST_CLIENT: u64 = 0xffff_ffff;
    const STRING: u8 = 4;
    const HAS_ORIGIN: u8 = 0x80;
    let mut bytes = Vec::new();
    write_var(&mut bytes, count);
    for i in 0..count {
        bytes.push(1);
        write_var(&mut bytes, FIRST_CLIENT - i);
        bytes.push(0);
        if i == 0 {
            bytes.extend([STRING, 1, 6]);
            bytes.extend(b"others");
        } else {
            bytes.push(HAS_ORIGIN | STRING);
            write_var(&mut bytes, FIRST_CLIENT - i + 1);
            bytes.push(0);
        }
        bytes.extend([1, b'x']);
    }
    bytes.push(0);
    bytes
}

fn write_var(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_split_at_their_lengths() {
        assert_eq!(split(&[0, 0, 0, 2, 8, 9, 0, 0, 0, 0]).unwrap(), vec![vec![8, 9], vec![]]);
        assert!(split(&[0, 0, 0, 2, 8]).is_err());
    }

    #[test]
    fn yrs_knows_as_many_clients_as_the_update_says() {
        let doc = crate::documents::loaded(&known_clients_update(1_000)).unwrap();
        let state = yrs::ReadTxn::state_vector(&yrs::Transact::transact(&doc));
        assert_eq!(state.len(), 1_000);
    }
}
