//! The questions, under the names of the Java classes whose work they do.

use crate::arguments::Arguments;
use crate::documents::{
    apply, apply_all, apply_v2, catches_up, empty, encode, encode_v2, end_of, listen, loaded, reloads, same_content,
    same_document, same_text, text,
};
use crate::timing::{cold, measure};
use crate::traces::known_clients_update;
use crate::Outcome;
use serde_json::{json, Value};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    diff_updates_v1, encode_state_vector_from_update_v1, merge_updates_v1, ReadTxn, StateVector, Text, Transact,
};

/// Documents start anew after this many changes, as in `EncodeState.java`.
const MOST_CHANGES: usize = 100;
const REVERSED: usize = 2_000;

/// The fields of the answer; `unanswered` when yrs has no such function.
pub fn answer(asked: &Arguments) -> Outcome<Value> {
    let (operations, mut answer) = match asked.question.as_str() {
        "SmallRemoteUpdate.apply" => small_remote_update(asked)?,
        "RemoteHistory.apply" => remote_history(asked)?,
        "LoadAndRead.load" => load_and_read(asked, false)?,
        "ColdStart.load" => load_and_read(asked, true)?,
        "LoadHuge.load" => load_huge(asked)?,
        "LocalEdit.edit" => local_edit(asked)?,
        "EncodeState.changed" => encode_changed(asked)?,
        // yrs keeps no encodings: the memoised one is the one it makes again
        "EncodeState.unchanged" | "EncodeState.memoised" => encode_again(asked)?,
        "DiffForPeer.encode" => diff_for_peer(asked)?,
        "MergeUpdates.withoutDocument" => merge_without_document(asked)?,
        "MergeUpdates.throughDocument" => merge_through_document(asked)?,
        "DiffUpdate.diff" => diff_update(asked)?,
        "StateVectorFromUpdate.read" => state_vector_from_update(asked)?,
        "Conflict.deliver" => conflict(asked)?,
        "ReverseDelivery.deliver" => reverse_delivery(asked)?,
        "ConcurrentHistory.apply" => concurrent_history(asked)?,
        _ => return Ok(json!({ "unanswered": "the native program has no such question" })),
    };
    answer["operations"] = operations.into();
    Ok(answer)
}

/// How many operations one run is, and what it took.
type Timed = Outcome<(usize, Value)>;

fn small_remote_update(asked: &Arguments) -> Timed {
    let (trace, clients) = (asked.param("trace")?, asked.param("clients")?.parse::<u64>()?);
    let listening = asked.param("listener")? == "true";
    let base = asked.traces.document("b4", "v1")?;
    let others = (clients > 1).then(|| known_clients_update(clients - 1));
    let mut updates = asked.traces.updates(&trace)?;
    let all = updates.len();
    if let Ok(fewer) = asked.param("updates") {
        updates.truncate(fewer.parse()?);
    }
    let taken = measure(
        asked.budget_ms,
        || {
            let doc = loaded(&base)?;
            if let Some(others) = &others {
                apply(&doc, others)?;
            }
            let subscription = listening.then(|| listen(&doc)).transpose()?;
            Ok((doc, subscription))
        },
        |(doc, _)| apply_all(doc, &updates),
        |(doc, _), ()| match (updates.len() == all, clients) {
            (true, 1) => end_of(&asked.traces, &trace, doc),
            (true, _) => same_text(&text(doc), &asked.traces.final_text(&trace)?),
            _ => Ok(()),
        },
    )?;
    Ok((updates.len(), taken))
}

fn remote_history(asked: &Arguments) -> Timed {
    let listening = asked.param("listener")? == "true";
    let updates = asked.traces.updates("b4")?;
    let taken = measure(
        asked.budget_ms,
        || {
            let doc = empty();
            let subscription = listening.then(|| listen(&doc)).transpose()?;
            Ok((doc, subscription))
        },
        |(doc, _)| apply_all(doc, &updates),
        |(doc, _), ()| end_of(&asked.traces, "b4", doc),
    )?;
    Ok((updates.len(), taken))
}

fn load_and_read(asked: &Arguments, is_cold: bool) -> Timed {
    let (trace, format) = (asked.param("trace")?, asked.param("format")?);
    let update = asked.traces.document(&trace, &format)?;
    let load = if format == "v2" { apply_v2 } else { apply };
    let run = |doc: &mut yrs::Doc| {
        load(doc, &update)?;
        Ok(text(doc))
    };
    let check = |_: &yrs::Doc, text: &String| same_text(text, &asked.traces.final_text(&trace)?);
    let taken = if is_cold {
        cold(&mut empty(), run, check)?
    } else {
        measure(asked.budget_ms, || Ok(empty()), run, check)?
    };
    Ok((1, taken))
}

fn load_huge(asked: &Arguments) -> Timed {
    let update = asked.traces.huge_document()?;
    let taken = measure(
        asked.budget_ms,
        || Ok(empty()),
        |doc| apply(doc, &update),
        |doc, ()| same_text(&text(doc), &asked.traces.final_text("b4")?.repeat(100)),
    )?;
    Ok((1, taken))
}

/// One transaction per edit, or two if it both deletes and inserts.
fn local_edit(asked: &Arguments) -> Timed {
    let listening = asked.param("listener")? == "true";
    let edits = asked.traces.edits()?;
    let taken = measure(
        asked.budget_ms,
        || {
            let doc = empty();
            let subscription = listening.then(|| listen(&doc)).transpose()?;
            let text = doc.get_or_insert_text("text");
            Ok((doc, text, subscription))
        },
        |(doc, text, _)| {
            for edit in &edits {
                if edit.delete_count > 0 {
                    text.remove_range(&mut doc.transact_mut(), edit.position, edit.delete_count);
                }
                if !edit.insert.is_empty() {
                    text.insert(&mut doc.transact_mut(), edit.position, &edit.insert);
                }
            }
            Ok(())
        },
        |(doc, _, _), ()| same_text(&text(doc), &asked.traces.final_text("b4")?),
    )?;
    Ok((edits.len(), taken))
}

fn encode_changed(asked: &Arguments) -> Timed {
    let format = asked.param("format")?;
    let base = asked.traces.document("b4", "v1")?;
    let changes = asked.traces.updates("hot-random")?;
    let mut doc = loaded(&base)?;
    let mut made = 0;
    let taken = measure(
        asked.budget_ms,
        || {
            if made == MOST_CHANGES {
                doc = loaded(&base)?;
                made = 0;
            }
            apply(&doc, &changes[made])?;
            made += 1;
            Ok(doc.clone()) // a handle
        },
        |doc| encoded(doc, &format),
        |doc, bytes| reloads(doc, bytes, &format),
    )?;
    Ok((1, taken))
}

/// The document as it was a moment ago.
fn encode_again(asked: &Arguments) -> Timed {
    let format = asked.param("format")?;
    let doc = loaded(&asked.traces.document("b4", "v1")?)?;
    let taken = measure(
        asked.budget_ms,
        || Ok(doc.clone()), // a handle
        |doc| encoded(doc, &format),
        |doc, bytes| {
            reloads(doc, bytes, &format)?;
            end_of(&asked.traces, "b4", doc)
        },
    )?;
    Ok((1, taken))
}

fn encoded(doc: &yrs::Doc, format: &str) -> Outcome<Vec<u8>> {
    if format == "v2" {
        return Ok(encode_v2(doc));
    }
    encode(doc, None)
}

fn diff_for_peer(asked: &Arguments) -> Timed {
    let trace = asked.param("trace")?;
    let doc = loaded(&asked.traces.document(&trace, "v1")?)?;
    let state_vector = asked.traces.state_vector_behind(&trace)?;
    let taken = measure(
        asked.budget_ms,
        || Ok(()),
        |()| encode(&doc, Some(&state_vector)),
        |(), diff| catches_up(&asked.traces, &trace, diff),
    )?;
    Ok((1, taken))
}

fn merge_without_document(asked: &Arguments) -> Timed {
    let trace = asked.param("trace")?;
    let updates = asked.traces.updates(&trace)?;
    let taken = measure(
        asked.budget_ms,
        || Ok(()),
        |()| Ok(merge_updates_v1(&updates)?),
        |(), merged| ends_with(asked, &trace, merged),
    )?;
    Ok((1, taken))
}

fn merge_through_document(asked: &Arguments) -> Timed {
    let trace = asked.param("trace")?;
    let base = asked.traces.document("b4", "v1")?;
    let updates = asked.traces.updates(&trace)?;
    let known = loaded(&base)?.transact().state_vector().encode_v1();
    let taken = measure(
        asked.budget_ms,
        || loaded(&base),
        |doc| {
            apply_all(doc, &updates)?;
            encode(doc, Some(&known))
        },
        |_, merged| ends_with(asked, &trace, merged),
    )?;
    Ok((1, taken))
}

/// The document the hot traces start from and this update are where the trace ends.
fn ends_with(asked: &Arguments, trace: &str, update: &[u8]) -> Outcome<()> {
    let doc = loaded(&asked.traces.document("b4", "v1")?)?;
    apply(&doc, update)?;
    end_of(&asked.traces, trace, &doc)
}

fn diff_update(asked: &Arguments) -> Timed {
    let trace = asked.param("trace")?;
    let update = asked.traces.document(&trace, "v1")?;
    let state_vector = asked.traces.state_vector_behind(&trace)?;
    let taken = measure(
        asked.budget_ms,
        || Ok(()),
        |()| Ok(diff_updates_v1(&update, &state_vector)?),
        |(), diff| catches_up(&asked.traces, &trace, diff),
    )?;
    Ok((1, taken))
}

fn state_vector_from_update(asked: &Arguments) -> Timed {
    let update = asked.traces.document(&asked.param("trace")?, "v1")?;
    let taken = measure(
        asked.budget_ms,
        || Ok(()),
        |()| Ok(encode_state_vector_from_update_v1(&update)?),
        |(), bytes| {
            // yrs writes the clients in any order
            if StateVector::decode_v1(bytes)? != loaded(&update)?.transact().state_vector() {
                return Err("other clocks".into());
            }
            Ok(())
        },
    )?;
    Ok((1, taken))
}

fn conflict(asked: &Arguments) -> Timed {
    let name = asked.param("conflict")?;
    let records = asked.traces.records(&format!("conf-{name}.bin"))?;
    let (base, updates) = records.split_first().ok_or("no base document")?;
    let taken = measure(
        asked.budget_ms,
        || loaded(base),
        |doc| apply_all(doc, updates),
        |doc, ()| same_content(doc, &asked.traces.text(&format!("conf-{name}.json"))?),
    )?;
    Ok((1, taken))
}

fn reverse_delivery(asked: &Arguments) -> Timed {
    let base = asked.traces.document("b4", "v1")?;
    let mut updates = asked.traces.updates(&asked.param("trace")?)?;
    updates.truncate(REVERSED);
    let in_order = loaded(&base)?;
    apply_all(&in_order, &updates)?;
    updates.reverse();
    let taken = measure(
        asked.budget_ms,
        || loaded(&base),
        |doc| apply_all(doc, &updates),
        |doc, ()| same_document(doc, &in_order),
    )?;
    Ok((1, taken))
}

fn concurrent_history(asked: &Arguments) -> Timed {
    const TRACE: &str = "trace-friendsforever";
    let updates = asked.traces.updates(TRACE)?;
    let taken = measure(
        asked.budget_ms,
        || Ok(empty()),
        |doc| apply_all(doc, &updates),
        |doc, ()| end_of(&asked.traces, TRACE, doc),
    )?;
    Ok((1, taken))
}
