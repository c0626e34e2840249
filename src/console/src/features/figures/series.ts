// From tables of figures to what charts draw.
import type { FigureRow, FigureValue, HeatCell } from './queries'

export const valueOf = (row: FigureRow | undefined, figure: string): FigureValue | undefined =>
  row?.values.find((one) => one.figure === figure)

// The last `count` days up to `today`, as yyyy-mm-dd in the reader's zone.
export function lastDays(count: number, today: Date): { from: string; to: string } {
  const text = (date: Date): string =>
    `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
  return { from: text(new Date(today.getFullYear(), today.getMonth(), today.getDate() - count + 1)), to: text(today) }
}

// One number for each day of the range; a day without any is 0. The server names days as 20260302.
export function daily(rows: FigureRow[], range: { from: string; to: string }, figure: string): { day: string; count: number }[] {
  const counts = new Map(rows.map((row) => [row.key, valueOf(row, figure)?.whole ?? 0]))
  const points: { day: string; count: number }[] = []
  for (let at = Date.parse(`${range.from}T00:00:00Z`); at <= Date.parse(`${range.to}T00:00:00Z`); at += 24 * 60 * 60 * 1000) {
    const day = new Date(at).toISOString().slice(0, 10)
    points.push({ day, count: counts.get(day.replaceAll('-', '')) ?? 0 })
  }
  return points
}

// The largest groups, the largest first; those without a name are left out.
export function largest(rows: FigureRow[], figure: string, most: number): { key: string; name: string; count: number }[] {
  return rows
    .filter((row) => row.key !== '')
    .map((row) => ({ key: row.key, name: row.name || row.key, count: valueOf(row, figure)?.whole ?? 0 }))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
}

// Names that are paths, by their last part; where two would look the same, by their last two.
export function shortNames(paths: string[]): string[] {
  const last = (path: string, parts: number): string => path.split('/').slice(-parts).join('/')
  const short = paths.map((path) => last(path, 1))
  return short.map((name, at) => (short.indexOf(name) === short.lastIndexOf(name) ? name : last(paths[at] ?? name, 2)))
}

// Points of a heat map: hour, weekday with Monday first, count.
export const heatPoints = (cells: HeatCell[]): [number, number, number][] =>
  cells.map((cell) => [cell.hour, (cell.weekday + 6) % 7, cell.value.whole])
