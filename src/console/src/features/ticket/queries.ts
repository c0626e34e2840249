import { api, body, type Schema } from '@/api/client'

export type Ticket = Schema['Ticket']
export type Assignment = Schema['Assignment']
export type HistoryEntry = Schema['HistoryEntry']

export const getTicket = (id: number, signal?: AbortSignal): Promise<Ticket> =>
  body(api.GET('/api/v1/tickets/{id}', { params: { path: { id } }, signal }))

export const getHistory = async (id: number, signal?: AbortSignal): Promise<HistoryEntry[]> =>
  (await body(api.GET('/api/v1/tickets/{id}/history', { params: { path: { id } }, signal }))).items

export type RevealItem = 'words' | 'name' | 'phone' | 'address'
export const reveal = async (number: string, item: RevealItem, reason: string): Promise<string> =>
  (await body(api.POST('/api/v1/requests/{number}/reveal', { params: { path: { number } }, body: { item, reason } }))).text
