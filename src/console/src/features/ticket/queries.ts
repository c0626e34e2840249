import { api, body, type Schema, type SeenTicket } from '@/api/client'

export type Ticket = SeenTicket
export type Assignment = Schema['Assignment']
export type HistoryEntry = Schema['HistoryEntry']

export async function getTicket(id: number, signal?: AbortSignal): Promise<Ticket> {
  const { data, response } = await api.GET('/api/v1/tickets/{id}', { params: { path: { id } }, signal })
  return { ...(data as Schema['Ticket']), etag: response.headers.get('ETag') ?? '' }
}

export const getHistory = async (id: number, signal?: AbortSignal): Promise<HistoryEntry[]> =>
  (await body(api.GET('/api/v1/tickets/{id}/history', { params: { path: { id } }, signal }))).items

export type RevealItem = 'words' | 'name' | 'phone' | 'address' | 'id_number'
export const reveal = async (number: string, item: RevealItem, reason: string): Promise<string> =>
  (await body(api.POST('/api/v1/requests/{number}/reveal', { params: { path: { number } }, body: { item, reason } }))).text

export type ReplyReview = Schema['ReplyReview']
export const checkReply = (id: number, text: string, signal?: AbortSignal): Promise<ReplyReview> =>
  body(api.POST('/api/v1/tickets/{id}/reply-check', { params: { path: { id } }, body: { text }, signal }))
