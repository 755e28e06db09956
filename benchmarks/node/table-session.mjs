/** What a runner hands to a table: CodeCollab and these rivals in one row. For tests. */
export const sessionOf = (rivals, row) => ({
  date: '2026-01-01T00:00:00Z',
  pace: 'quick',
  commit: 'abc',
  machine: { cpu: 'a cpu', cores: 2, serverCore: 0, loadCore: 1, loadAtStart: 0, loadAtEnd: 1 },
  node: 'v20',
  java: '17',
  javaOptions: '',
  servers: [{ name: 'codecollab', rival: false }, ...rivals.map((name) => ({ name, rival: true }))],
  rows: [{ work: 'one room', ...row }],
})
