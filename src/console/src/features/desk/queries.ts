import { api, body, type Schema } from '@/api/client'

export type Assessment = Schema['Assessment']
export type Receipt = Schema['Receipt']
export type PastRequest = Schema['Request']
export type NewRequest = Schema['NewRequest']

export const assess = (request: Schema['RequestToAssess'], signal: AbortSignal): Promise<Assessment> =>
  body(api.POST('/api/v1/requests/assess', { body: request, signal }))

export const take = (request: NewRequest, key: string): Promise<Receipt> =>
  body(api.POST('/api/v1/requests', { body: request, params: { header: { 'Idempotency-Key': key } } }))

export const findHistory = async (phone: string, signal: AbortSignal): Promise<PastRequest[]> =>
  (await body(api.POST('/api/v1/callers/history', { body: { phone }, signal }))).items
