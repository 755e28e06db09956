import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastWords } from './asking.mjs'

test('of a benchmark that failed, its own exception is told', () => {
  const stdout = ['<failure>', '', 'java.lang.IllegalStateException: wrong text, length=3', '\tat a.B.c(B.java:1)'].join('\n')
  const stderr = [
    'Exception in thread "main" org.openjdk.jmh.runner.RunnerException: Benchmark caught the exception',
    'Caused by: org.openjdk.jmh.runner.BenchmarkException: Benchmark error during the run',
    '\tat org.openjdk.jmh.Main.main(Main.java:71)',
  ].join('\n')
  assert.equal(lastWords(stdout, stderr), 'java.lang.IllegalStateException: wrong text, length=3')
})

test('of a benchmark that did not start, the reason is told', () => {
  const reason = 'ERROR: org.openjdk.jmh.runner.RunnerException: ERROR: Unable to acquire the JMH lock (/tmp/jmh.lock)'
  assert.equal(lastWords('', `${reason}, exiting\n\tat org.openjdk.jmh.Main.main(Main.java:71)`), `${reason}, exiting`)
})

test('of anything else, the line with the error, or the last', () => {
  assert.equal(lastWords('', 'Error: wrong text, size=3\n'), 'Error: wrong text, size=3')
  assert.equal(lastWords('', 'killed\n\n'), 'killed')
})
