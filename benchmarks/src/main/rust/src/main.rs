//! Answers one question with native yrs and prints one line of JSON, as `node/rivals.mjs` does for the rivals there:
//! {question, params, engine, version, unit, median, p10, p90, runs, early, operations}, milliseconds per run, or bytes.
//! A question yrs has no function for prints {…, unanswered: reason}.
//!
//!     codecollab-bench-native --engine yrs --question LoadAndRead.load --params '{"trace":"b4","format":"v1"}' \
//!         --traces DIR [--derived DIR] [--budget MILLISECONDS]

use codecollab_bench::arguments::Arguments;
use codecollab_bench::{questions, Outcome};
use std::env;
use std::panic;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    // a panic of yrs ends the process; the session shows the line that says why
    panic::set_hook(Box::new(|info| eprintln!("Error: {}", info.to_string().replace('\n', " "))));
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<ExitCode> {
    let asked = Arguments::read()?;
    if asked.question.starts_with("HeapFootprint.") {
        return ask_footprint();
    }
    asked.print(questions::answer(&asked)?);
    Ok(ExitCode::SUCCESS)
}

/// The program beside this one has an allocator that counts, which no timing should pay for.
fn ask_footprint() -> Outcome<ExitCode> {
    let program = env::current_exe()?.with_file_name(format!("codecollab-bench-footprint{}", env::consts::EXE_SUFFIX));
    let status = Command::new(&program)
        .args(env::args_os().skip(1))
        .status()
        .map_err(|error| format!("cannot start, path={}, {error}", program.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
