//! One document of yrs, and the notes beside it that tell a server what an update brought.

use std::mem::ManuallyDrop;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Doc, GetString, IdSet, OffsetKind, Options, ReadTxn, StateVector, Text, Transact,
    TransactionMut, Update, WriteTxn,
};

/// The visible document or its state vector changed.
pub const CHANGED: i32 = 1;
/// All of the update was new; otherwise what was new of it can be taken.
pub const WHOLE: i32 = 2;

/// Not thread-safe: its owner in Java holds a lock around every call.
pub struct Document {
    doc: Doc,
    /// Ids of all structs that were integrated. yrs keeps this to itself, and asking it anew would cost the document's size.
    known: IdSet,
    /// What of the last update was new, until it is taken.
    rest: Option<Vec<u8>>,
    /// Why the last call failed.
    pub failure: String,
    /// Whether yrs failed in the midst of a change: nothing it says about this document can be relied upon any more.
    pub broken: bool,
    /// Native memory in use by this document.
    pub bytes: i64,
}

impl Document {
    /// An empty document that counts in UTF-16 units, collects garbage, and never writes by itself.
    pub fn new(client: u64) -> Self {
        let mut options = Options::with_client_id(ClientID::new(client));
        options.offset_kind = OffsetKind::Utf16;
        options.skip_gc = false;
        options.cleanup_formatting = false;
        Document {
            doc: Doc::with_options(options),
            known: IdSet::new(),
            rest: None,
            failure: String::new(),
            broken: false,
            bytes: 0,
        }
    }

    /// Merges a decoded update; returns flags. An error or a panic leaves the document broken.
    pub fn apply(&mut self, update: Update) -> Result<i32, String> {
        let structs = update.insertions(true);
        let deletions = update.delete_set().clone();
        self.rest = None;
        let mut txn = transaction(&self.doc);
        let repeats_structs = !structs.intersect(&self.known).is_empty();

        txn.apply_update(update)
            .map_err(|error| error.to_string())?;

        let changed = !txn.insert_set().is_empty() || !txn.delete_set().is_empty();
        let whole = changed && !repeats_structs && deletions.diff(txn.delete_set()).is_empty();
        self.known.merge_with(txn.insert_set().clone());
        txn.commit();
        if changed && !whole {
            self.rest = Some(txn.encode_update_v1());
        }
        ManuallyDrop::into_inner(txn);
        Ok(flag(changed, CHANGED) | flag(whole, WHOLE))
    }

    /// What of the last update was new, if that was less than all of it.
    pub fn take_rest(&mut self) -> Option<Vec<u8>> {
        self.rest.take()
    }

    /// Clients descending, as Yjs writes them: equal states have equal bytes.
    pub fn state_vector(&self) -> Vec<u8> {
        let state = self.doc.transact().state_vector();
        let mut clocks: Vec<(u64, u32)> = state
            .iter()
            .filter(|(_, clock)| **clock > 0)
            .map(|(client, clock)| (client.get(), *clock))
            .collect();
        clocks.sort_unstable_by(|a, b| b.cmp(a));
        let mut bytes = Vec::with_capacity(1 + 8 * clocks.len());
        write_var(&mut bytes, clocks.len() as u64);
        for (client, clock) in clocks {
            write_var(&mut bytes, client);
            write_var(&mut bytes, u64::from(clock));
        }
        bytes
    }

    /// The whole document.
    pub fn state(&self) -> Vec<u8> {
        self.doc
            .transact()
            .encode_state_as_update_v1(&StateVector::default())
    }

    /// What a peer with this state vector lacks.
    pub fn diff(&self, state_vector: &[u8]) -> Result<Vec<u8>, String> {
        let state_vector =
            StateVector::decode_v1(state_vector).map_err(|error| error.to_string())?;
        Ok(self.doc.transact().encode_state_as_update_v1(&state_vector))
    }

    /// The text of a root type in UTF-8.
    pub fn text(&self, root: &str) -> String {
        let txn = self.doc.transact();
        txn.get_text(root)
            .map_or_else(String::new, |text| text.get_string(&txn))
    }

    /// Types text at an index in UTF-16 units; false when the text is shorter.
    pub fn insert(&mut self, root: &str, index: u32, text: &str) -> bool {
        self.edit(|txn| {
            let target = txn.get_or_insert_text(root);
            let fits = index <= target.len(txn);
            if fits {
                target.insert(txn, index, text);
            }
            fits
        })
    }

    /// Deletes text, counted in UTF-16 units; false when the text is shorter.
    pub fn remove(&mut self, root: &str, index: u32, count: u32) -> bool {
        self.edit(|txn| {
            let target = txn.get_or_insert_text(root);
            let fits = u64::from(index) + u64::from(count) <= u64::from(target.len(txn));
            if fits && count > 0 {
                target.remove_range(txn, index, count);
            }
            fits
        })
    }

    fn edit(&mut self, change: impl FnOnce(&mut TransactionMut) -> bool) -> bool {
        let mut txn = transaction(&self.doc);
        let done = change(&mut txn);
        self.known.merge_with(txn.insert_set().clone());
        txn.commit();
        ManuallyDrop::into_inner(txn);
        done
    }
}

/// A transaction that is not dropped when something panics: dropping it commits it, and a second panic in there would end
/// the process. A document in which something panicked is never touched again.
fn transaction(doc: &Doc) -> ManuallyDrop<TransactionMut<'_>> {
    ManuallyDrop::new(doc.transact_mut())
}

/// Merges updates without a document.
pub fn merge(updates: Vec<Update>) -> Vec<u8> {
    Update::merge_updates(updates).encode_v1()
}

/// What of an update somebody with this state vector lacks.
pub fn diff_update(update: &[u8], state_vector: &[u8]) -> Result<Vec<u8>, String> {
    yrs::diff_updates_v1(update, state_vector).map_err(|error| error.to_string())
}

/// The state vector of what is in an update.
pub fn state_vector_from_update(update: &[u8]) -> Result<Vec<u8>, String> {
    yrs::encode_state_vector_from_update_v1(update).map_err(|error| error.to_string())
}

fn flag(set: bool, bit: i32) -> i32 {
    if set {
        bit
    } else {
        0
    }
}

fn write_var(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
