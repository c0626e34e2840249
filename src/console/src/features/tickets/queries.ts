import { api, body, type Schema } from '@/api/client'
import type { paths } from '@/api/schema'

export type TicketRow = Schema['TicketRow']
export type TicketQuery = NonNullable<paths['/api/v1/tickets']['get']['parameters']['query']>

export interface Page {
  items: TicketRow[]
  next: string | null
}

export const listTickets = (query: TicketQuery, signal?: AbortSignal): Promise<Page> =>
  body(api.GET('/api/v1/tickets', { params: { query }, signal }))

export const countTickets = async (signal?: AbortSignal): Promise<Map<string, number>> => {
  const counts = await body(api.GET('/api/v1/ticket-counts', { signal }))
  return new Map(counts.items.map((one) => [one.state, one.count]))
}
