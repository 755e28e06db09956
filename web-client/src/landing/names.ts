const HOW =
  'amber brave bright calm clear clever cosy crisp early eager fair gentle golden happy keen kind light lively lucky mellow merry mild neat noble pale patient quick quiet rapid rosy sharp silent silver simple smooth soft solid steady still sunny swift tidy tiny vivid warm wild wise young'.split(
    ' ',
  )
const WHAT =
  'acorn badger beacon birch brook cedar cliff cloud comet coral crane delta dune ember falcon fern finch fjord forest fox garden harbor hazel heron island juniper lake lantern larch linden maple marten meadow moon moss otter owl pebble pine plover quartz raven reef ridge river robin sparrow spruce stone summit thistle tide valley willow wren'.split(
    ' ',
  )

/** Without the letters and digits that are taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * A name for a document that can be read out, and that nobody guesses: whoever knows it can open the document. Two words and
 * ten letters, 60 bits.
 */
export function randomName(): string {
  return `${oneOf(HOW)}-${oneOf(WHAT)}-${Array.from({ length: 10 }, () => oneOf(LETTERS)).join('')}`
}

function oneOf<T>(choices: ArrayLike<T>): T {
  // below the largest multiple, so that all are equally likely
  const limit = Math.floor(2 ** 32 / choices.length) * choices.length
  let number: number
  do {
    number = crypto.getRandomValues(new Uint32Array(1))[0] as number
  } while (number >= limit)
  return choices[number % choices.length] as T
}
