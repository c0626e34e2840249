import { readJson, type Schema } from '@/api/client'

export interface FigureValue {
  figure: string
  whole: number
  part: number
  excluded: number
  percent: number | null
}
export interface FigureRow {
  key: string
  name: string
  values: FigureValue[]
}
export interface FigureTable {
  items: FigureRow[]
  counted_to: string | null
}
export interface HeatCell {
  weekday: number
  hour: number
  value: FigureValue
}
export interface Days {
  from: string
  to: string
}
export type Side = 'whole' | 'part' | 'missed' | 'excluded'

const days = (range: Days): Record<string, string> => ({ from: range.from, to: range.to })

export const readFigures = (range: Days, by: string, level: string, signal?: AbortSignal): Promise<FigureTable> =>
  readJson('/api/v1/figures', { ...days(range), by, level }, signal)

export const readHeat = async (range: Days, signal?: AbortSignal): Promise<HeatCell[]> =>
  (await readJson<{ items: HeatCell[] }>('/api/v1/figures/heat', days(range), signal)).items

export const readBehind = (
  range: Days,
  figure: string,
  side: Side,
  narrowed: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ items: Schema['TicketRow'][]; next: string | null }> =>
  readJson('/api/v1/figures/tickets', { ...days(range), figure, side, ...narrowed, limit: '100' }, signal)
