//! Counts the bytes this library has allocated, so that a document can say what it weighs and a test can see that
//! everything was given back. Costs an addition to a thread's own counter per allocation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's allocator, and a counter per thread.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes in use by all documents, as of the end of the last call on each of them.
static IN_USE: AtomicI64 = AtomicI64::new(0);

thread_local! {
    /// Bytes allocated less bytes freed by this thread since it was last asked.
    static NET: Cell<i64> = const { Cell::new(0) };
}

fn count(bytes: i64) {
    NET.with(|net| net.set(net.get() + bytes));
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        System.alloc(layout)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        System.alloc_zeroed(layout)
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size as i64 - layout.size() as i64);
        System.realloc(block, layout, new_size)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as i64));
        System.dealloc(block, layout)
    }
}

/// Runs something; returns what it returns, and how many bytes more are in use afterwards. All of it is booked as in use
/// by documents.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, i64) {
    let before = NET.with(Cell::get);
    let result = work();
    let net = NET.with(Cell::get) - before;
    if net != 0 {
        IN_USE.fetch_add(net, Ordering::Relaxed);
    }
    (result, net)
}

/// Bytes in use by all documents of this process.
pub fn in_use() -> i64 {
    IN_USE.load(Ordering::Relaxed)
}
