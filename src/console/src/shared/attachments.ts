// Files that belong to a request: photos, recordings, papers.
import { api, body, sendFile, type Schema } from '@/api/client'

export type Attachment = Schema['Attachment']

export const listAttachments = async (number: string, signal?: AbortSignal): Promise<Attachment[]> =>
  (await body(api.GET('/api/v1/requests/{number}/attachments', { params: { path: { number } }, signal }))).items

// `code`: a citizen's query code, which stands for an account.
export const attach = (number: string, file: Blob, code = ''): Promise<Attachment> =>
  sendFile(
    `/api/v1/requests/${encodeURIComponent(number)}/attachments${code ? `?code=${encodeURIComponent(code)}` : ''}`,
    file,
  )

export const addressOf = (attachment: Attachment): string => `/api/v1/attachments/${attachment.id}`
export const isPicture = (attachment: Attachment): boolean => attachment.type.startsWith('image/')

// A size as people read it.
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
