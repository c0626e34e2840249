import { api, body, newKey, postJson, sendFile, type Schema } from '@/api/client'

export type Entry = Schema['KnowledgeEntry']
export type EntryRow = Schema['KnowledgeRow']
export type EntryPage = Schema['KnowledgeRowPage']
export type Answer = Schema['KnowledgeAnswer']
export type Point = Schema['KnowledgePoint']
export type Hits = Schema['KnowledgeHits']
export type Title = Schema['KnowledgeTitle']
export type Import = Schema['KnowledgeImport']
export type Gap = Schema['KnowledgeGap']
export type Task = Schema['KnowledgeTask']
export type Sides = Schema['KnowledgeSides']
export type Version = Schema['KnowledgeVersion']
export type Comparison = Schema['KnowledgeComparison']
export type Content = Schema['NewKnowledge']
export type Visibility = Content['visibility']
export type FactKind = NonNullable<Content['facts']>[number]['kind']
export type MarkKind = Schema['KnowledgeMark']['kind']

// -- asking -------------------------------------------------------------------------------------------------
// `about`: the entry that the question before was answered with, for one that goes on about it.
export const ask = (question: string, about: number | null): Promise<Answer> =>
  postJson('/api/v1/knowledge/answers', { question, ...(about ? { about } : {}) })
export const rateAnswer = (id: number, helpful: boolean): Promise<null> =>
  postJson(`/api/v1/knowledge/answers/${id}/rating`, { helpful })
export const search = (q: string, limit: number, signal?: AbortSignal): Promise<Hits> =>
  body(api.GET('/api/v1/knowledge/search', { params: { query: { q, limit } }, signal }))
export const suggest = async (q: string, signal?: AbortSignal): Promise<Title[]> =>
  (await body(api.GET('/api/v1/knowledge/suggestions', { params: { query: { q } }, signal }))).items
export const mark = (entry: number, kind: MarkKind, words: string, key: string): Promise<Task> =>
  postJson(`/api/v1/knowledge/entries/${entry}/marks`, { kind, ...(words ? { words } : {}) }, { key })

// -- entries ------------------------------------------------------------------------------------------------
export interface EntryFilter {
  state?: 'draft' | 'review' | 'published' | 'withdrawn'
  owner?: string
  batch?: number
}
export const listEntries = (filter: EntryFilter, cursor: string | null, signal?: AbortSignal): Promise<EntryPage> =>
  body(api.GET('/api/v1/knowledge/entries', { params: { query: { ...filter, limit: 50, ...(cursor ? { cursor } : {}) } }, signal }))
export const getEntry = (id: number, signal?: AbortSignal): Promise<Entry> =>
  body(api.GET('/api/v1/knowledge/entries/{id}', { params: { path: { id } }, signal }))
export const createEntry = (content: Content, key: string): Promise<Entry> =>
  body(api.POST('/api/v1/knowledge/entries', { params: { header: { 'Idempotency-Key': key } }, body: content }))

const seen = (entry: Entry): { 'If-Match': string; 'Idempotency-Key': string } => ({
  'If-Match': `"v${entry.version}"`,
  'Idempotency-Key': newKey(),
})
export const editEntry = (entry: Entry, content: Content, note: string): Promise<Entry> =>
  body(
    api.PUT('/api/v1/knowledge/entries/{id}', {
      params: { path: { id: entry.id }, header: { 'If-Match': `"v${entry.version}"` } },
      body: { ...content, ...(note ? { note } : {}) },
    }),
  )

export const steps = ['submit', 'send-back', 'publish', 'withdraw'] as const
export type Step = (typeof steps)[number]
export const takeStep = (entry: Entry, step: Step, note: string): Promise<Entry> =>
  body(
    api.POST(`/api/v1/knowledge/entries/{id}/${step}` as '/api/v1/knowledge/entries/{id}/publish', {
      params: { path: { id: entry.id }, header: seen(entry) },
      body: note ? { note } : {},
    }),
  )
export const listEntryVersions = async (id: number, signal?: AbortSignal): Promise<Version[]> =>
  (await body(api.GET('/api/v1/knowledge/entries/{id}/versions', { params: { path: { id } }, signal }))).items
export const compareEntry = (id: number, from: number, to: number, signal?: AbortSignal): Promise<Comparison> =>
  body(api.GET('/api/v1/knowledge/entries/{id}/comparison', { params: { path: { id }, query: { from, to } }, signal }))

// -- imports ------------------------------------------------------------------------------------------------
export interface ImportChoice {
  visibility: Visibility
  owner: string
}
export const upload = async (file: File, choice: ImportChoice): Promise<number> => {
  const query = new URLSearchParams({ name: file.name, visibility: choice.visibility, ...(choice.owner ? { owner: choice.owner } : {}) })
  return (await sendFile<{ id: number }>(`/api/v1/knowledge/imports?${query.toString()}`, file)).id
}
export const listImports = async (signal?: AbortSignal): Promise<Import[]> =>
  (await body(api.GET('/api/v1/knowledge/imports', { params: { query: { limit: 50 } }, signal }))).items
export const getImport = (id: number, signal?: AbortSignal): Promise<Import> =>
  body(api.GET('/api/v1/knowledge/imports/{id}', { params: { path: { id } }, signal }))
export const publishImport = async (id: number): Promise<number> =>
  (await postJson<{ published: number }>(`/api/v1/knowledge/imports/${id}/publish`, {})).published

// -- care ---------------------------------------------------------------------------------------------------
export const listGaps = async (state: Gap['state'], signal?: AbortSignal): Promise<Gap[]> =>
  (await body(api.GET('/api/v1/knowledge/gaps', { params: { query: { state, limit: 200 } }, signal }))).items
export const fillGap = (id: number, entry: number): Promise<Gap> => postJson(`/api/v1/knowledge/gaps/${id}/fill`, { entry })
export const dismissGap = (id: number, note: string): Promise<Gap> => postJson(`/api/v1/knowledge/gaps/${id}/dismiss`, { note })
export const listTasks = async (signal?: AbortSignal): Promise<Task[]> =>
  (await body(api.GET('/api/v1/knowledge/tasks', { params: { query: { limit: 200 } }, signal }))).items
export const closeTask = (id: number, note: string): Promise<Task> => postJson(`/api/v1/knowledge/tasks/${id}/close`, { note })
export const compareSides = (task: number, signal?: AbortSignal): Promise<Sides> =>
  body(api.GET('/api/v1/knowledge/tasks/{id}/sides', { params: { path: { id: task } }, signal }))
