//! The native half of `io.codecollab.crdt.yrs.NativeLibrary`: every function here is one of its native methods.
//!
//! A document is a `Box<Document>` whose address Java holds, in one object, behind one lock; that object alone decides
//! when it is closed. No function throws and none unwinds: those that can fail return a negative number or null, and the
//! reason is asked for afterwards.

mod counting;
mod document;
mod panics;

use counting::counted;
use document::Document;
use jni::errors::LogErrorAndDefault;
use jni::objects::{JByteArray, JClass, JObjectArray, ReleaseMode};
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned};
use panics::caught;
use std::cell::RefCell;
use yrs::updates::decoder::Decode;
use yrs::Update;

/// The bytes are no update; the document is as it was.
const REFUSED: jint = -1;
/// yrs failed in the midst of a change; the document is broken.
const BROKEN: jint = -2;
/// The index is beyond the end of the text; the document is as it was.
const OUT_OF_BOUNDS: jint = -3;

/// Up to here an update is read where Java keeps it. While that lasts, no garbage can be collected in the whole JVM,
/// which is why longer ones are copied: then the copy is a small part of the cost.
const CRITICAL_BYTES: usize = 1 << 16;

thread_local! {
    /// Why the last call of this thread without a document failed.
    static FAILURE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs a native method. Whatever goes wrong with JNI itself leaves Java's exception pending, or the default value.
fn call<'a, T: Default>(
    env: &mut EnvUnowned<'a>,
    work: impl FnOnce(&mut Env<'a>) -> jni::errors::Result<T>,
) -> T {
    env.with_env(work).resolve::<LogErrorAndDefault>()
}

/// The document at an address which Java got from `open` and has not given to `close`.
fn document<'a>(address: jlong) -> &'a mut Document {
    unsafe { &mut *(address as *mut Document) }
}

/// Runs something on a document and books the memory it takes. After a panic the document is broken.
fn on<T>(address: jlong, work: impl FnOnce(&mut Document) -> T) -> Option<T> {
    let document = document(address);
    let (result, net) = counted(|| caught(|| work(document)));
    let document = self::document(address);
    document.bytes += net;
    match result {
        Ok(value) => Some(value),
        Err(panic) => {
            let ((), net) = counted(|| document.failure = panic);
            document.bytes += net;
            document.broken = true;
            None
        }
    }
}

/// Hands the bytes of a Java array to something that must not call Java.
fn with_bytes<T>(
    env: &Env,
    array: &JByteArray,
    work: impl FnOnce(&[u8]) -> T,
) -> jni::errors::Result<T> {
    let length = array.len(env)?;
    if length > CRITICAL_BYTES {
        let mut copy = vec![0u8; length];
        let signed =
            unsafe { std::slice::from_raw_parts_mut(copy.as_mut_ptr().cast::<i8>(), length) };
        array.get_region(env, 0, signed)?;
        return Ok(work(&copy));
    }
    let elements = unsafe { array.get_elements_critical(env, ReleaseMode::NoCopyBack)? };
    let bytes = unsafe { std::slice::from_raw_parts(elements.as_ptr().cast::<u8>(), length) };
    Ok(work(bytes))
}

/// What a document answers, as a new Java array: the one copy there has to be, since yrs does not know a length beforehand.
/// Null when it has no answer.
fn answer<'a>(
    env: &mut Env<'a>,
    address: jlong,
    question: impl FnOnce(&mut Document) -> Option<Vec<u8>>,
) -> jni::errors::Result<JByteArray<'a>> {
    // the bytes have to be freed where they are counted
    on(address, |document| match question(document) {
        Some(bytes) => env.byte_array_from_slice(&bytes),
        None => Ok(JByteArray::default()),
    })
    .unwrap_or_else(|| Ok(JByteArray::default()))
}

fn decode(bytes: &[u8]) -> Result<Update, String> {
    match caught(|| Update::decode_v1(bytes)) {
        Ok(decoded) => decoded.map_err(|error| error.to_string()),
        Err(panic) => Err(panic),
    }
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_open(
    _env: EnvUnowned,
    _class: JClass,
    client: jlong,
) -> jlong {
    let (opened, net) =
        counted(|| caught(|| Box::into_raw(Box::new(Document::new(client as u64)))));
    opened.map_or(0, |address| {
        document(address as jlong).bytes = net;
        address as jlong
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_close(
    _env: EnvUnowned,
    _class: JClass,
    address: jlong,
) {
    let boxed = unsafe { Box::from_raw(address as *mut Document) };
    if boxed.broken {
        std::mem::forget(boxed); // its lists may name what is freed already: better leaked than freed twice
    } else {
        let _ = counted(|| caught(|| drop(boxed)));
    }
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_apply<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    update: JByteArray<'a>,
) -> jint {
    with_update(&mut env, address, &update, |document, update| {
        document.apply(update).unwrap_or_else(|reason| {
            document.failure = reason;
            document.broken = true;
            BROKEN
        })
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_read<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    update: JByteArray<'a>,
) -> jint {
    with_update(&mut env, address, &update, |_, _| 0)
}

/// Hands an update, decoded, to something that returns flags or a negative number.
fn with_update<'a>(
    env: &mut EnvUnowned<'a>,
    address: jlong,
    bytes: &JByteArray<'a>,
    work: impl FnOnce(&mut Document, Update) -> jint,
) -> jint {
    call(env, |env| {
        let mut jni_failure = None;
        let flags = on(address, |document| match with_bytes(env, bytes, decode) {
            Ok(Ok(update)) => work(document, update),
            Ok(Err(reason)) => {
                document.failure = reason;
                REFUSED
            }
            Err(error) => {
                jni_failure = Some(error);
                REFUSED
            }
        });
        jni_failure.map_or(Ok(flags.unwrap_or(BROKEN)), Err)
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_takeRest<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
) -> JByteArray<'a> {
    call(&mut env, |env| answer(env, address, Document::take_rest))
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_failure<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let reason = if address == 0 {
            FAILURE.with(|failure| failure.take())
        } else {
            document(address).failure.clone()
        };
        env.byte_array_from_slice(reason.as_bytes())
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_stateVector<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        answer(env, address, |document| Some(document.state_vector()))
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_state<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        answer(env, address, |document| Some(document.state()))
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_diff<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    state_vector: JByteArray<'a>,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let state_vector = env.convert_byte_array(&state_vector)?;
        answer(env, address, |document| {
            document
                .diff(&state_vector)
                .map_err(|reason| document.failure = reason)
                .ok()
        })
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_text<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    root: JByteArray<'a>,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let root = env.convert_byte_array(&root)?;
        answer(env, address, |document| {
            Some(document.text(&utf8(&root)).into_bytes())
        })
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_insert<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    root: JByteArray<'a>,
    index: jint,
    text: JByteArray<'a>,
) -> jint {
    call(&mut env, |env| {
        let root = env.convert_byte_array(&root)?;
        let text = env.convert_byte_array(&text)?;
        Ok(edited(on(address, |document| {
            document.insert(&utf8(&root), index as u32, &utf8(&text))
        })))
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_remove<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    address: jlong,
    root: JByteArray<'a>,
    index: jint,
    count: jint,
) -> jint {
    call(&mut env, |env| {
        let root = env.convert_byte_array(&root)?;
        Ok(edited(on(address, |document| {
            document.remove(&utf8(&root), index as u32, count as u32)
        })))
    })
}

fn edited(done: Option<bool>) -> jint {
    match done {
        Some(true) => 0,
        Some(false) => OUT_OF_BOUNDS,
        None => BROKEN,
    }
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_memoryBytes(
    _env: EnvUnowned,
    _class: JClass,
    address: jlong,
) -> jlong {
    document(address).bytes
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_bytesInUse(
    _env: EnvUnowned,
    _class: JClass,
) -> jlong {
    counting::in_use()
}

/// Does nothing: what is measured when only the call itself is to be measured.
#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_nothing<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    bytes: JByteArray<'a>,
) -> jint {
    call(&mut env, |env| {
        with_bytes(env, &bytes, |bytes| bytes.len() as jint)
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_merge<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    updates: JObjectArray<'a, JByteArray<'a>>,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let count = updates.len(env)?;
        let mut decoded = Vec::with_capacity(count);
        for index in 0..count {
            let update = updates.get_element(env, index)?;
            let result = with_bytes(env, &update, decode)?;
            env.delete_local_ref(update);
            match result {
                Ok(update) => decoded.push(update),
                Err(reason) => return made(env, Err(reason)),
            }
        }
        made(env, caught(|| document::merge(decoded)))
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_diffUpdate<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    update: JByteArray<'a>,
    state_vector: JByteArray<'a>,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let state_vector = env.convert_byte_array(&state_vector)?;
        let diff = with_bytes(env, &update, |update| {
            caught(|| document::diff_update(update, &state_vector))
        })?;
        made(env, diff.and_then(|diff| diff))
    })
}

#[no_mangle]
pub extern "system" fn Java_io_codecollab_crdt_yrs_NativeLibrary_stateVectorFromUpdate<'a>(
    mut env: EnvUnowned<'a>,
    _class: JClass<'a>,
    update: JByteArray<'a>,
) -> JByteArray<'a> {
    call(&mut env, |env| {
        let state_vector = with_bytes(env, &update, |update| {
            caught(|| document::state_vector_from_update(update))
        })?;
        made(env, state_vector.and_then(|state_vector| state_vector))
    })
}

/// What was made without a document, as a new Java array; null when it failed, and the reason is kept for this thread.
fn made<'a>(
    env: &mut Env<'a>,
    bytes: Result<Vec<u8>, String>,
) -> jni::errors::Result<JByteArray<'a>> {
    match bytes {
        Ok(bytes) => env.byte_array_from_slice(&bytes),
        Err(reason) => {
            FAILURE.with(|failure| failure.replace(reason));
            Ok(JByteArray::default())
        }
    }
}
