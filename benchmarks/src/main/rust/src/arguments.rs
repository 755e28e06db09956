//! What both programs are asked, and how they answer: one line of JSON.

use crate::traces::Traces;
use crate::Outcome;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::env;

pub struct Arguments {
    pub question: String,
    pub params: Value,
    pub budget_ms: f64,
    pub traces: Traces,
}

impl Arguments {
    /// `--engine yrs --question NAME [--params JSON] [--traces DIR] [--derived DIR] [--budget MILLISECONDS]`, as
    /// `node/rivals.mjs` takes them; the directories default to the same variables of the environment.
    pub fn read() -> Outcome<Self> {
        let mut options = HashMap::new();
        let mut words = env::args().skip(1);
        while let Some(word) = words.next() {
            let name = word.strip_prefix("--").ok_or("usage: --engine yrs --question NAME --params JSON --traces DIR")?;
            options.insert(name.to_owned(), words.next().ok_or(format!("no value, option={word}"))?);
        }
        let setting = |name: &str, variable: &str| options.get(name).cloned().or_else(|| env::var(variable).ok());
        if options.get("engine").map(String::as_str) != Some("yrs") {
            return Err("only --engine yrs is here".into());
        }
        Ok(Arguments {
            question: options.get("question").ok_or("no --question")?.clone(),
            params: serde_json::from_str(options.get("params").map_or("{}", String::as_str))?,
            budget_ms: options.get("budget").map_or(Ok(3_000.0), |text| text.parse())?,
            traces: Traces::new(
                setting("traces", "CODECOLLAB_TRACES").ok_or("no --traces")?,
                setting("derived", "CODECOLLAB_DERIVED_TRACES").unwrap_or_else(|| ".".to_owned()),
            ),
        })
    }

    /// A parameter as text; parameters are strings, as in `questions.json`, but a bare number or boolean will do.
    pub fn param(&self, name: &str) -> Outcome<String> {
        match &self.params[name] {
            Value::Null => Err(format!("no such parameter, name={name}").into()),
            Value::String(text) => Ok(text.clone()),
            other => Ok(other.to_string()),
        }
    }

    /// Prints the question again and, beside it, the fields of the answer.
    pub fn print(&self, answer: Value) {
        let mut line = json!({
            "question": self.question,
            "params": self.params,
            "engine": "yrs",
            "version": yrs_version(),
        });
        if let (Value::Object(line), Value::Object(answer)) = (&mut line, answer) {
            line.extend(answer);
        }
        println!("{line}");
    }
}

/// The version this was built with; pinned, so the manifest knows it.
fn yrs_version() -> &'static str {
    include_str!("../Cargo.toml").split("yrs = \"=").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("unknown")
}
