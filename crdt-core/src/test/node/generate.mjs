// Makes the committed runs again: npm run generate. A file is only rewritten when what it holds has changed.
//
//   node generate.mjs           write ../resources/vectors/runs/<profile>/<seed>.jsonl.gz
//   node generate.mjs --check   only compare; exit code 1 when a file differs
import { record } from './record.mjs'
import { PROFILES } from './profiles.mjs'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'

const RUNS = new URL('../resources/vectors/runs/', import.meta.url)
const SEEDS = 15
const check = process.argv.includes('--check')
const print = console.log
console.log = console.warn = console.error = () => {} // Yjs warns about subdocuments and client ids

/** Seeds 1, 2, … without those on which Yjs itself throws or its documents do not converge (lone surrogates never do). */
const runsOf = (profile, count) => {
  const runs = new Map()
  for (let seed = 1; runs.size < count; seed++) {
    const run = record(profile, String(seed))
    if (run.broken === null && (run.converged || PROFILES[profile].loneSurrogates)) runs.set(`${seed}.jsonl.gz`, run.lines.join('\n') + '\n')
    else print(`left out profile=${profile} seed=${seed} broken=${run.broken?.message}`)
  }
  return runs
}

let files = 0
let bytes = 0
let changed = 0
for (const profile of Object.keys(PROFILES)) {
  const folder = new URL(`${profile}/`, RUNS)
  const runs = runsOf(profile, PROFILES[profile].seeds ?? SEEDS)
  if (!check) mkdirSync(folder, { recursive: true })
  for (const [name, text] of runs) {
    const file = new URL(name, folder)
    if (!existsSync(file) || gunzipSync(readFileSync(file)).toString() !== text) {
      changed++
      print(`${check ? 'differs' : 'writes'} ${profile}/${name}`)
      if (!check) writeFileSync(file, gzipSync(text, { level: 9 }))
    }
    files++
    bytes += existsSync(file) ? readFileSync(file).length : 0
  }
  if (!check) for (const name of readdirSync(folder)) if (!runs.has(name)) rmSync(new URL(name, folder))
}
print(`files=${files} bytes=${bytes} changed=${changed}`)
process.exitCode = check && changed > 0 ? 1 : 0
