// Records runs of npm yjs on standard output, one JSON record per line (README.md):
//
//   node recorder.mjs <profile> <seed> [steps] [--full]      one run; the same arguments make the same bytes
//   node recorder.mjs --each <seed> [--full]                 one run of every profile in FRESH
//
// --full writes every update and state in full instead of as a digest: use it to see what a failing replay should have
// produced.
import { record } from './record.mjs'
import { FRESH } from './profiles.mjs'

// Yjs warns about subdocuments and client ids; standard output is ours
console.log = console.warn = console.error = () => {}

const full = process.argv.includes('--full')
const [first, seed, steps] = process.argv.slice(2).filter(arg => arg !== '--full')
for (const profile of first === '--each' ? FRESH : [first]) {
  process.stdout.write(record(profile, seed, steps === undefined ? undefined : Number(steps), full).lines.join('\n') + '\n')
}
