//! Counts the structs of an update that was written by Yjs: what every engine's memory is divided by.

use crate::Outcome;
use yrs::encoding::read::{Cursor, Read};
use yrs::updates::decoder::{Decoder, DecoderV1};

const GC: u8 = 0;
const DELETED: u8 = 1;
const STRING: u8 = 4;
const CONTENT: u8 = 0x1f;
const HAS_PARENT_SUB: u8 = 0x20;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_ORIGIN: u8 = 0x80;

/// Structs of an update V1 that holds text and what was deleted of it, which is what the traces hold.
pub fn count(update: &[u8]) -> Outcome<usize> {
    let mut decoder = DecoderV1::new(Cursor::new(update));
    let mut total = 0;
    let clients: usize = decoder.read_var()?;
    for _ in 0..clients {
        let structs: usize = decoder.read_var()?;
        decoder.read_client()?;
        let _clock: u32 = decoder.read_var()?;
        for _ in 0..structs {
            pass(&mut decoder)?;
        }
        total += structs;
    }
    Ok(total)
}

fn pass(decoder: &mut DecoderV1) -> Outcome<()> {
    let info = decoder.read_info()?;
    if info & CONTENT == GC {
        decoder.read_len()?;
        return Ok(());
    }
    if info & HAS_ORIGIN != 0 {
        decoder.read_left_id()?;
    }
    if info & HAS_RIGHT_ORIGIN != 0 {
        decoder.read_right_id()?;
    }
    if info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) == 0 {
        if decoder.read_parent_info()? {
            decoder.read_string()?;
        } else {
            decoder.read_left_id()?;
        }
        if info & HAS_PARENT_SUB != 0 {
            decoder.read_string()?;
        }
    }
    match info & CONTENT {
        DELETED => decoder.read_len().map(drop)?,
        STRING => decoder.read_string().map(drop)?,
        other => return Err(format!("neither text nor deleted, content={other}").into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_struct_of_every_client_counts() {
        assert_eq!(count(&crate::traces::known_clients_update(300)).unwrap(), 300);
    }
}
