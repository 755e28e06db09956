/**
 * Draws one bar chart as SVG, without any library: groups of bars, each with its name before it and its figure behind it.
 * It carries its own background and both a light and a dark dress, so that it can be read on any page.
 */
import { digits } from './table.mjs'

/** Figures further apart than this are drawn on a logarithmic scale. */
const LOGARITHMIC_FROM = 20

const WIDTH = 860
const MARGIN = 20
const BAR = 15
const BAR_GAP = 3
const GROUP_HEADER = 24
const GROUP_GAP = 8
const LETTER = 6.8
const FIGURE_ROOM = 130

/**
 * Okabe and Ito's palette, which people who see fewer colours can tell apart too, and a few neighbours: [light, dark]. Ours is
 * blue; names next to the bars say the same without any colour.
 */
const COLOURS = {
  blue: ['#0072b2', '#3a9bd9'],
  sky: ['#56b4e9', '#8fd0f5'],
  vermilion: ['#d55e00', '#e8732a'],
  orange: ['#e69f00', '#e8ae30'],
  green: ['#009e73', '#2fbd93'],
  purple: ['#cc79a7', '#d98cb8'],
  yellow: ['#b8a800', '#f0e442'],
  grey: ['#7a7a7a', '#9a9a9a'],
}

const STYLE = [
  'text{font:11px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328;stroke:#fff;stroke-width:3px;paint-order:stroke}',
  '.paper{fill:#fff}.title{font-size:16px;font-weight:600}.group{font-weight:600}',
  '.quiet{fill:#59636e}.grid{stroke:#d1d9e0}.spread{stroke:#1f2328;stroke-width:1.2;fill:none}.halo{stroke:#fff;stroke-width:3.4;fill:none}',
  ...Object.entries(COLOURS).map(([name, [light]]) => `.${name}{fill:${light}}`),
  '@media(prefers-color-scheme:dark){',
  'text{fill:#e6edf3;stroke:#0d1117}.paper{fill:#0d1117}.quiet{fill:#9198a1}.grid{stroke:#3d444d}.spread{stroke:#e6edf3}.halo{stroke:#0d1117}',
  ...Object.entries(COLOURS).map(([name, [, dark]]) => `.${name}{fill:${dark}}`),
  '}',
].join('')

/**
 * Draws a chart: {title, unit, note, groups}. A group is {name, bars}, a bar {name, colour, value, low, high, more}: colour is
 * one of COLOURS, low to high the spread (left out if not known), more is said behind the figure. A bar without a value
 * says only that. note is a list of lines below the chart.
 */
export function drawChart({ title, unit, note, groups }) {
  const bars = groups.flatMap((group) => group.bars)
  const nameRoom = Math.max(...bars.map(({ name }) => name.length)) * LETTER + 8
  const from = MARGIN + nameRoom
  const scale = scaleOf(bars, from, WIDTH - MARGIN - FIGURE_ROOM)
  const titleLines = wrapped(title, 100)
  const top = MARGIN + 20 * titleLines.length + 6

  const parts = []
  let y = top
  for (const { name, bars } of groups) {
    parts.push(text(MARGIN, y + 15, name, 'group'))
    y += GROUP_HEADER
    for (const bar of bars) {
      parts.push(...drawBar(bar, y, from, scale, unit))
      y += BAR + BAR_GAP
    }
    y += GROUP_GAP
  }
  const bottom = y
  const notes = [`${scale.logarithmic ? 'Logarithmic scale, in' : 'In'} ${unit}.`, ...note].flatMap((line) => wrapped(line, 145))
  const height = bottom + 26 + 15 * notes.length + MARGIN / 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${round(height)}" viewBox="0 0 ${WIDTH} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    ...titleLines.map((line, i) => text(MARGIN, MARGIN + 14 + 20 * i, line, 'title')),
    ...scale.ticks.flatMap(({ x, value }) => [
      `<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`,
      text(x, bottom + 13, digits(value), 'quiet', 'middle'),
    ]),
    ...parts,
    ...notes.map((line, i) => text(MARGIN, bottom + 34 + 15 * i, line, 'quiet')),
    '</svg>',
    '',
  ].join('\n')
}

function drawBar({ name, colour, value, low, high, more }, y, from, scale, unit) {
  const middle = y + BAR / 2
  const label = text(from - 6, middle + 4, name, '', 'end')
  if (value === undefined) {
    return [label, text(from + 6, middle + 4, more, 'quiet')]
  }
  const end = scale.at(value)
  const parts = [label, `<rect class="${colour}" x="${from}" y="${y}" width="${round(Math.max(1, end - from))}" height="${BAR}" rx="2"/>`]
  let last = end
  if (low !== undefined && high > low) {
    const [left, right] = [scale.at(low), scale.at(high)]
    const path = `M${left} ${middle - 3}v6m0-3H${right}m0-3v6`
    parts.push(`<path class="halo" d="${path}"/>`, `<path class="spread" d="${path}"/>`)
    last = Math.max(end, right)
  }
  const figure = [`${digits(value)} ${shortUnit(unit)}`, more].filter(Boolean).join(', ')
  return [...parts, text(round(last + 6), middle + 4, figure, '')]
}

/** Where values are on the page, and where the scale has its lines. */
function scaleOf(bars, from, end) {
  const values = bars.flatMap(({ value, low = value, high = value }) => [value, low, high]).filter((value) => value > 0)
  const figures = bars.map(({ value }) => value).filter((value) => value > 0)
  const most = Math.max(...values, Number.MIN_VALUE)
  const logarithmic = Math.max(...figures) / Math.min(...figures) > LOGARITHMIC_FROM
  const least = logarithmic ? decadeBelow(Math.min(...values)) : 0
  const project = logarithmic ? (value) => Math.log(value / least) / Math.log(most / least) : (value) => value / most
  const at = (value) => round(from + (end - from) * Math.max(0, project(Math.max(value, least))))
  const ticks = logarithmic ? decades(least, most) : steps(most)
  return { logarithmic, at, ticks: ticks.map((value) => ({ value, x: at(value) })) }
}

/** The power of ten below a value, but not so close that the shortest bar could not be seen. */
function decadeBelow(value) {
  const power = 10 ** Math.floor(Math.log10(value))
  return value / power < 1.5 ? power / 10 : power
}

/** Powers of ten. */
function decades(least, most) {
  const count = Math.floor(Math.log10(most / least) + 1e-9)
  return Array.from({ length: count + 1 }, (_, i) => Number((least * 10 ** i).toPrecision(1)))
}

/** Three to six round figures from zero. */
function steps(most) {
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [0.2, 0.5, 1, 2].map((part) => part * power).find((each) => most / each < 6)
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)))
}

/** Figures are followed by the unit alone, the scale says of what it is. */
function shortUnit(unit) {
  return unit.split(/[ ,]/)[0]
}

function text(x, y, content, classes, anchor) {
  const attributes = [classes && ` class="${classes}"`, anchor && ` text-anchor="${anchor}"`].filter(Boolean).join('')
  return `<text x="${round(x)}" y="${round(y)}"${attributes}>${escaped(content)}</text>`
}

function escaped(content) {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function round(value) {
  return Number(value.toFixed(1))
}

/** Lines of words, each at most so many letters long unless a word alone is longer. */
function wrapped(content, letters) {
  const lines = ['']
  for (const word of content.split(' ')) {
    const last = lines.length - 1
    const longer = `${lines[last]} ${word}`.trim()
    if (longer.length <= letters || lines[last] === '') lines[last] = longer
    else lines.push(word)
  }
  return lines
}
