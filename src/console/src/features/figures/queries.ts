import { api, body, type Schema } from '@/api/client'
import type { paths } from '@/api/schema'

type Asked<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never

export type FigureValue = Schema['FigureValue']
export type FigureRow = Schema['FigureRow']
export type FigureTable = Schema['Figures']
export type HeatCell = Schema['HeatCell']
export interface Days {
  from: string
  to: string
}
type FigureQuery = Asked<'/api/v1/figures'>
type BehindQuery = Asked<'/api/v1/figures/tickets'>
export type Side = NonNullable<BehindQuery['side']>

const days = (range: Days): Days => ({ from: range.from, to: range.to })

export const readFigures = (range: Days, by: FigureQuery['by'], level: number | null, signal?: AbortSignal): Promise<FigureTable> =>
  body(api.GET('/api/v1/figures', { params: { query: { ...days(range), by, ...(level === null ? {} : { level }) } as FigureQuery }, signal }))

export const readHeat = async (range: Days, signal?: AbortSignal): Promise<HeatCell[]> =>
  (await body(api.GET('/api/v1/figures/heat', { params: { query: days(range) as Asked<'/api/v1/figures/heat'> }, signal }))).items

export const readBehind = (
  range: Days,
  figure: string,
  side: Side,
  narrowed: Record<string, string>,
  signal?: AbortSignal,
): Promise<Schema['TicketRowPage']> =>
  body(api.GET('/api/v1/figures/tickets', { params: { query: { ...days(range), figure, side, ...narrowed, limit: 100 } as BehindQuery }, signal }))

export const readBoundaries = (signal?: AbortSignal): Promise<Schema['CityBoundaries']> => body(api.GET('/api/v1/city/boundaries', { signal }))
