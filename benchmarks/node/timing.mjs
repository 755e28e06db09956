/** Repeats a question until its numbers can be trusted or its time is up. */

/**
 * Answers one prepared question: a checked run, warm-up for a third of the budget, measured runs for the rest of it.
 * What takes longer than the budget is measured in a second run alone, for the first one may have grown the memory; what
 * takes ten times as long, in the first. Returns milliseconds per run; `early` is the median of the first five runs, when
 * the engine is not warm yet.
 */
export function measure(engine, question, budgetMs, mostRuns = 1_000) {
  const once = () => {
    const state = question.prepare()
    const start = performance.now()
    const result = question.run(state)
    const took = performance.now() - start
    return { state, result, took }
  }
  const release = question.release ?? ((state) => releaseDocument(engine, state))

  const first = once()
  question.check(first.result)
  release(first.state)
  if (first.took > 10 * budgetMs) {
    return summary([first.took])
  }
  if (first.took > budgetMs) {
    const second = once()
    release(second.state)
    return summary([second.took])
  }
  const begin = performance.now()
  const early = [first.took]
  while (early.length < 5 || performance.now() - begin < budgetMs / 3) {
    const run = once()
    release(run.state)
    if (early.length < 5) early.push(run.took)
  }
  const took = []
  while (took.length < mostRuns && (took.length < 3 || performance.now() - begin < budgetMs)) {
    const run = once()
    took.push(run.took)
    release(run.state)
  }
  return { ...summary(took), early: summary(early).median }
}

/** Documents in linear memory are not garbage collected: whoever made one frees it. */
function releaseDocument(engine, state) {
  const doc = state?.doc ?? state
  if (doc) engine.release(doc)
}

export function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    runs: sorted.length,
  }
}

/** Linear interpolation between the two nearest ranks. */
export function quantile(sorted, q) {
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const high = Math.ceil(at)
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low)
}
