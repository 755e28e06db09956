//! Documents of yrs, and whether they are what a trace leads to.

use crate::traces::Traces;
use crate::Outcome;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::{Any, Doc, GetString, OffsetKind, Options, ReadTxn, StateVector, Subscription, Transact, Update};

pub fn empty() -> Doc {
    // Positions in the traces are UTF-16 units. All else as yrs has it: deleted content is collected, as in Yjs.
    Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::default() })
}

pub fn loaded(update: &[u8]) -> Outcome<Doc> {
    let doc = empty();
    apply(&doc, update)?;
    Ok(doc)
}

/// One transaction, from encoded bytes.
pub fn apply(doc: &Doc, update: &[u8]) -> Outcome<()> {
    doc.transact_mut().apply_update(Update::decode_v1(update)?)?;
    Ok(())
}

pub fn apply_v2(doc: &Doc, update: &[u8]) -> Outcome<()> {
    doc.transact_mut().apply_update(Update::decode_v2(update)?)?;
    Ok(())
}

pub fn apply_all(doc: &Doc, updates: &[Vec<u8>]) -> Outcome<()> {
    updates.iter().try_for_each(|update| apply(doc, update))
}

/// The whole document, or what a peer with this encoded state vector lacks.
pub fn encode(doc: &Doc, state_vector: Option<&[u8]>) -> Outcome<Vec<u8>> {
    let state_vector = state_vector.map_or(Ok(StateVector::default()), StateVector::decode_v1)?;
    Ok(doc.transact().encode_state_as_update_v1(&state_vector))
}

pub fn encode_v2(doc: &Doc) -> Vec<u8> {
    doc.transact().encode_state_as_update_v2(&StateVector::default())
}

/// Has every update of the document encoded and handed out, as a server that broadcasts would; until the subscription is
/// dropped. The bytes heard are counted, so that listening is work.
pub fn listen(doc: &Doc) -> Outcome<Subscription> {
    let heard = Rc::new(Cell::new(0));
    Ok(doc.observe_update_v1(move |_, event| heard.set(heard.get() + event.update.len()))?)
}

pub fn text(doc: &Doc) -> String {
    let txn = doc.transact();
    txn.get_text("text").map_or_else(String::new, |text| text.get_string(&txn))
}

/// The three roots the conflicts are about, as JSON has them.
pub fn same_content(doc: &Doc, expected_json: &str) -> Outcome<()> {
    let (map, array) = (doc.get_or_insert_map("map"), doc.get_or_insert_array("array"));
    let txn = doc.transact();
    let actual = Any::from(HashMap::from([
        ("text".to_owned(), Any::from(txn.get_text("text").map_or_else(String::new, |text| text.get_string(&txn)))),
        ("map".to_owned(), map.to_json(&txn)),
        ("array".to_owned(), array.to_json(&txn)),
    ]));
    let expected = Any::from_json(expected_json)?;
    if actual != expected {
        return Err(format!("other content, actual={actual}, expected={expected}").into());
    }
    Ok(())
}

pub fn same_text(actual: &str, expected: &str) -> Outcome<()> {
    if actual != expected {
        let first = actual.bytes().zip(expected.bytes()).take_while(|(left, right)| left == right).count();
        let (size, expected_size) = (actual.len(), expected.len());
        return Err(format!("wrong text, size={size}, expected size={expected_size}, first difference at {first}").into());
    }
    Ok(())
}

/// The same text, clocks and deletions. Bytes are not compared: yrs writes clients and deletions in another order than Yjs.
pub fn same_document(left: &Doc, right: &Doc) -> Outcome<()> {
    same_text(&text(left), &text(right))?;
    if left.transact().snapshot() != right.transact().snapshot() {
        return Err("other clocks or deletions".into());
    }
    Ok(())
}

/// The document has the text, the clocks and the deletions a trace leads to.
pub fn end_of(traces: &Traces, trace: &str, doc: &Doc) -> Outcome<()> {
    same_text(&text(doc), &traces.final_text(trace)?)?;
    same_document(doc, &loaded(&traces.document(trace, "v1")?)?)
}

/// The encoding makes an equal document.
pub fn reloads(doc: &Doc, bytes: &[u8], format: &str) -> Outcome<()> {
    let copy = empty();
    if format == "v2" {
        apply_v2(&copy, bytes)?;
    } else {
        apply(&copy, bytes)?;
    }
    same_document(&copy, doc)
}

/// A peer that has everything but the last thousand operations and receives `diff` is where the trace ends.
pub fn catches_up(traces: &Traces, trace: &str, diff: &[u8]) -> Outcome<()> {
    let behind = if trace == "b4" { empty() } else { loaded(&traces.document("b4", "v1")?)? };
    let updates = traces.updates(trace)?;
    apply_all(&behind, &updates[..updates.len() - 1_000])?;
    apply(&behind, diff)?;
    end_of(traces, trace, &behind)
}
