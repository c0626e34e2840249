// A passage cut into pieces that were found and pieces between them.
export interface Piece {
  text: string
  found: boolean
}

// `ranges`: from and to in characters (code points), in order.
export function piecesOf(passage: string, ranges: { from: number; to: number }[]): Piece[] {
  const characters = [...passage]
  const pieces: Piece[] = []
  let at = 0
  const put = (to: number, found: boolean): void => {
    if (to > at) pieces.push({ text: characters.slice(at, to).join(''), found })
    at = Math.max(at, to)
  }
  for (const range of ranges) {
    put(Math.min(range.from, characters.length), false)
    put(Math.min(range.to, characters.length), true)
  }
  put(characters.length, false)
  return pieces
}

// The one stretch of a passage that a sentence is.
export function sentencePieces(passage: string, sentence: string): Piece[] {
  const begin = sentence ? passage.indexOf(sentence) : -1
  if (begin < 0 || sentence.length === passage.length) return [{ text: passage, found: false }]
  return [
    { text: passage.slice(0, begin), found: false },
    { text: sentence, found: true },
    { text: passage.slice(begin + sentence.length), found: false },
  ].filter((piece) => piece.text)
}
