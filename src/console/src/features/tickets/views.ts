// Views that somebody keeps: filters by a name, in this browser, for each account.
import { filterNames, noFilters, type Filters } from './filters'

export interface SavedView {
  name: string
  filters: Filters
}

interface Store {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
}

const most = 20

export function savedViews(account: string, store: Store = localStorage): {
  list: () => SavedView[]
  save: (name: string, filters: Filters) => SavedView[]
  remove: (name: string) => SavedView[]
} {
  const key = `hotline.views.${account}`
  const list = (): SavedView[] => {
    try {
      const stored = JSON.parse(store.getItem(key) ?? '[]') as SavedView[]
      return stored.map((one) => ({
        name: String(one.name),
        filters: Object.fromEntries(filterNames.map((name) => [name, String(one.filters?.[name] ?? '')])) as Filters,
      }))
    } catch {
      return []
    }
  }
  const keep = (views: SavedView[]): SavedView[] => {
    store.setItem(key, JSON.stringify(views))
    return views
  }
  return {
    list,
    // A view of the same name is replaced; the newest stands first.
    save: (name, filters) =>
      keep([{ name, filters: { ...noFilters, ...filters } }, ...list().filter((one) => one.name !== name)].slice(0, most)),
    remove: (name) => keep(list().filter((one) => one.name !== name)),
  }
}
