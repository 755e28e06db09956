//! Repeats a question until its numbers can be trusted or its time is up, as `node/timing.mjs` does for the rivals there.

use crate::Outcome;
use serde_json::{json, Value};
use std::hint::black_box;
use std::time::Instant;

const MOST_RUNS: usize = 1_000;
const EARLY_RUNS: usize = 5;

/// Answers one question: a checked run, warm-up for a third of the budget, measured runs for the rest of it. What takes
/// longer than the budget is measured in a second run alone; what takes ten times as long, in the first.
///
/// `prepare` makes what one run starts from, `run` is the work and alone is timed, `check` fails unless the result is
/// right. Milliseconds per run; `early` is the median of the first five runs.
pub fn measure<S, R>(
    budget_ms: f64,
    mut prepare: impl FnMut() -> Outcome<S>,
    mut run: impl FnMut(&mut S) -> Outcome<R>,
    check: impl FnOnce(&S, &R) -> Outcome<()>,
) -> Outcome<Value> {
    let mut once = || -> Outcome<(S, R, f64)> {
        let mut state = prepare()?;
        let start = Instant::now();
        let result = black_box(run(black_box(&mut state))?);
        let took = elapsed_ms(start);
        Ok((state, result, took))
    };

    let first = {
        let (state, result, took) = once()?;
        check(&state, &result)?;
        took
    };
    if first > 10.0 * budget_ms {
        return Ok(summary(vec![first]));
    }
    if first > budget_ms {
        return Ok(summary(vec![once()?.2]));
    }
    let begin = Instant::now();
    let mut early = vec![first];
    while early.len() < EARLY_RUNS || elapsed_ms(begin) < budget_ms / 3.0 {
        let took = once()?.2;
        if early.len() < EARLY_RUNS {
            early.push(took);
        }
    }
    let mut took = Vec::new();
    while took.len() < MOST_RUNS && (took.len() < 3 || elapsed_ms(begin) < budget_ms) {
        took.push(once()?.2);
    }
    let mut answer = summary(took);
    answer["early"] = summary(early)["median"].take();
    Ok(answer)
}

/// One run, checked after the clock was stopped: nothing of this process is warm.
pub fn cold<S, R>(
    state: &mut S,
    run: impl FnOnce(&mut S) -> Outcome<R>,
    check: impl FnOnce(&S, &R) -> Outcome<()>,
) -> Outcome<Value> {
    let start = Instant::now();
    let result = black_box(run(state)?);
    let took = elapsed_ms(start);
    check(state, &result)?;
    Ok(summary(vec![took]))
}

fn elapsed_ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn summary(mut samples: Vec<f64>) -> Value {
    samples.sort_by(f64::total_cmp);
    json!({
        "unit": "ms",
        "median": quantile(&samples, 0.5),
        "p10": quantile(&samples, 0.1),
        "p90": quantile(&samples, 0.9),
        "runs": samples.len(),
    })
}

/// Linear interpolation between the two nearest ranks.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let at = (sorted.len() - 1) as f64 * q;
    let (low, high) = (at.floor(), at.ceil());
    sorted[low as usize] + (sorted[high as usize] - sorted[low as usize]) * (at - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_nearest_ranks() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
        assert_eq!(quantile(&[7.0], 0.9), 7.0);
    }

    #[test]
    fn a_wrong_result_is_not_timed() {
        let mut runs = 0;
        let refused = measure(
            10.0,
            || Ok(()),
            |()| {
                runs += 1;
                Ok(())
            },
            |(), ()| Err("wrong".into()),
        );
        assert!(refused.is_err());
        assert_eq!(runs, 1);
    }

    #[test]
    fn what_is_short_is_warmed_and_asked_often() {
        let answer = measure(30.0, || Ok(()), |()| Ok(()), |(), ()| Ok(())).unwrap();
        assert!(answer["runs"].as_u64().unwrap() >= 3);
        assert!(answer["early"].is_f64());
    }
}
