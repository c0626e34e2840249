import { api, body, type Schema } from '@/api/client'

export type Receipt = Schema['CitizenReceipt']
export type Progress = Schema['Progress']

export const fileRequest = (request: Schema['CitizenRequest'], key: string): Promise<Receipt> =>
  body(api.POST('/api/v1/public/requests', { body: request, params: { header: { 'Idempotency-Key': key } } }))

export const findProgress = (number: string, code: string): Promise<Progress> =>
  body(api.GET('/api/v1/requests/{number}/progress', { params: { path: { number }, query: { code } } }))

export async function rateRequest(number: string, rating: Schema['NewRating'], key: string): Promise<void> {
  await api.POST('/api/v1/requests/{number}/rating', {
    body: rating,
    params: { path: { number }, header: { 'Idempotency-Key': key } },
  })
}
