//! How many bytes yrs allocates for a loaded document per struct, and for an empty one: `HeapFootprint.java` for yrs.
//!
//! Counted is what yrs asks its allocator for and has not given back, to the byte; what an allocator adds to that (glibc's:
//! eight bytes a block and rounding up to sixteen) is in `inUse` beside it. The text of the loaded documents is not read.

use codecollab_bench::arguments::Arguments;
use codecollab_bench::{documents, structs, Outcome};
use serde_json::{json, Value};
use std::alloc::{GlobalAlloc, Layout, System};
use std::process::ExitCode;
use std::sync::atomic::{AtomicI64, Ordering};
use yrs::Doc;

/// Enough structs that what is not of the documents divides away.
const STRUCTS: usize = 400_000;
const EMPTY_DOCUMENTS: usize = 20_000;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes asked for and not given back.
static REQUESTED: AtomicI64 = AtomicI64::new(0);
/// The same as a common 64-bit allocator has to set aside for them.
static IN_USE: AtomicI64 = AtomicI64::new(0);

fn count(size: usize, sign: i64) {
    REQUESTED.fetch_add(sign * size as i64, Ordering::Relaxed);
    IN_USE.fetch_add(sign * set_aside(size), Ordering::Relaxed);
}

/// What glibc's malloc takes from the heap for a block on 64 bits: a header of 8 bytes, in steps of 16, 32 at least.
fn set_aside(size: usize) -> i64 {
    (size + 8).next_multiple_of(16).max(32) as i64
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        System.alloc(layout)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        System.alloc_zeroed(layout)
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(layout.size(), -1);
        count(new_size, 1);
        System.realloc(block, layout, new_size)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        System.dealloc(block, layout)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let asked = Arguments::read()?;
    let answer = match asked.question.as_str() {
        "HeapFootprint.struct" => per_struct(&asked)?,
        "HeapFootprint.emptyDocument" => grown_by(EMPTY_DOCUMENTS, 1, || {
            let doc = documents::empty();
            doc.get_or_insert_text("text");
            Ok(doc)
        })?,
        _ => json!({ "unanswered": "not a question about memory" }),
    };
    asked.print(answer);
    Ok(())
}

/// Divided by the structs Yjs has for the document, as for every engine; `blocks` is how many yrs has.
fn per_struct(asked: &Arguments) -> Outcome<Value> {
    let trace = asked.param("trace")?;
    let update =
        if trace == "b4x100" { asked.traces.huge_document()? } else { asked.traces.document(&trace, "v1")? };
    let of_yjs = structs::count(&update)?;
    let blocks = structs::count(&documents::encode(&documents::loaded(&update)?, None)?)?;
    let mut answer =
        grown_by(STRUCTS.div_ceil(of_yjs).max(2), of_yjs, || documents::loaded(&update))?;
    answer["structs"] = of_yjs.into();
    answer["blocks"] = blocks.into();
    Ok(answer)
}

/// How much more is allocated while this many documents live, per document and part of it; two are made first, for what is
/// made once.
fn grown_by(copies: usize, parts: usize, mut make: impl FnMut() -> Outcome<Doc>) -> Outcome<Value> {
    let mut alive = Vec::with_capacity(copies + 2);
    alive.push(make()?);
    alive.push(make()?);
    let before = (REQUESTED.load(Ordering::Relaxed), IN_USE.load(Ordering::Relaxed));
    for _ in 0..copies {
        alive.push(make()?);
    }
    let after = (REQUESTED.load(Ordering::Relaxed), IN_USE.load(Ordering::Relaxed));
    let share = |grown: i64| grown as f64 / (copies * parts) as f64;
    if alive.len() != copies + 2 {
        return Err("documents were dropped".into());
    }
    let bytes = share(after.0 - before.0);
    Ok(json!({
        "unit": "B", "median": bytes, "p10": bytes, "p90": bytes, "runs": 1, "operations": 1,
        "inUse": share(after.1 - before.1),
    }))
}
