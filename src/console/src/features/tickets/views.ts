// Views that somebody keeps: filters by a name, with the account, so that they are there at every desk.
import { api, body, type Schema } from '@/api/client'
import { addressOf, filtersOf, type Filters } from './filters'

export interface SavedView {
  id: number
  name: string
  filters: Filters
}

export const viewOf = (kept: Schema['TicketView']): SavedView => ({
  id: kept.id,
  name: kept.name,
  filters: filtersOf(Object.fromEntries(new URLSearchParams(kept.query))),
})

export const listViews = async (signal?: AbortSignal): Promise<SavedView[]> =>
  (await body(api.GET('/api/v1/ticket-views', { signal }))).items.map(viewOf)

export const keepView = async (name: string, filters: Filters): Promise<void> => {
  await api.PUT('/api/v1/ticket-views', { body: { name, query: addressOf(filters) } })
}

export const dropView = async (id: number): Promise<void> => {
  await api.DELETE('/api/v1/ticket-views/{id}', { params: { path: { id } } })
}
