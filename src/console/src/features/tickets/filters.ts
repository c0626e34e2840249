// The filters of the ticket list live in the address, so that a view can be kept, sent and gone back to.
export const filterNames = ['q', 'number', 'state', 'kind', 'urgency', 'unit', 'matter', 'division', 'from', 'to', 'due'] as const
export type Filters = Record<(typeof filterNames)[number], string>

export const noFilters = Object.fromEntries(filterNames.map((name) => [name, ''])) as Filters

export function filtersOf(query: Record<string, unknown>): Filters {
  const filters = { ...noFilters }
  for (const name of filterNames) {
    const value = query[name]
    if (typeof value === 'string') filters[name] = value
  }
  return filters
}

// Filters as they stand in the list's address.
export function addressOf(filters: Filters): string {
  const given = filterNames.filter((name) => filters[name]).map((name): [string, string] => [name, filters[name]])
  return new URLSearchParams(given).toString()
}

const hour = 60 * 60 * 1000

// What is asked of the server. `due`: late, today (next 24 hours).
export function queryOf(filters: Filters, now: Date): Record<string, string> {
  const query: Record<string, string> = {}
  for (const name of filterNames) {
    if (name !== 'due' && name !== 'from' && name !== 'to' && filters[name].trim()) query[name] = filters[name].trim()
  }
  // A ticket's number typed into the search box is meant as one.
  if (/^\d{14}(-\d{2})?$/.test(query.q ?? '')) {
    query.number = query.q
    delete query.q
  }
  // Whole days of whoever looks: from the first one's beginning to the last one's end.
  const day = (text: string, more: number): string => {
    const [year = 0, month = 1, date = 1] = text.split('-').map(Number)
    return new Date(year, month - 1, date + more).toISOString()
  }
  if (filters.from) query.from = day(filters.from, 0)
  if (filters.to) query.to = day(filters.to, 1)
  if (filters.due === 'late') query.due_before = now.toISOString()
  if (filters.due === 'day') query.due_before = new Date(now.getTime() + 24 * hour).toISOString()
  return query
}
