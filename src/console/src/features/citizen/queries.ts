import { api, body, postJson, type Schema } from '@/api/client'

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

// Questions, answered from what the city has published.
// A question that a request comes from.
export interface Asked {
  words: string
  id: number
  code: string
}
export type CityAnswer = Schema['KnowledgeAnswer']
export const askCity = (question: string, about: number | null): Promise<CityAnswer> =>
  postJson('/api/v1/public/questions', { question, ...(about ? { about } : {}) })
export const rateCityAnswer = (id: number, code: string, helpful: boolean): Promise<null> =>
  postJson(`/api/v1/public/questions/${id}/rating`, { code, helpful })
export const suggestQuestions = async (q: string, signal?: AbortSignal): Promise<Schema['KnowledgeTitle'][]> =>
  (await body(api.GET('/api/v1/public/questions/suggestions', { params: { query: { q } }, signal }))).items
