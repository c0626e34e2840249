// The city's lists: units, matters, divisions, channels and the grounds that actions name. Read once for the page.
import { computed, shallowRef } from 'vue'
import { api, body, type Schema } from '@/api/client'

export interface CityLists {
  units: Schema['Unit'][]
  matters: Schema['MatterRow'][]
  divisions: Schema['Division'][]
  channels: Schema['Channel'][]
  refusals: Schema['Refusal'][]
  returnReasons: Schema['ReturnReason'][]
}

const all = { params: { query: { limit: 1000 } } } as const
const lists = shallowRef<CityLists | null>(null)
let reading: Promise<void> | null = null

async function read(): Promise<void> {
  const [city, units, matters, divisions] = await Promise.all([
    body(api.GET('/api/v1/city')),
    body(api.GET('/api/v1/city/units', all)),
    body(api.GET('/api/v1/city/matters', all)),
    body(api.GET('/api/v1/city/divisions', all)),
  ])
  lists.value = {
    units: units.items,
    matters: matters.items,
    divisions: divisions.items,
    channels: city.channels,
    refusals: city.refusals,
    returnReasons: city.return_reasons,
  }
}

// Fetches the lists when nobody has yet; safe to call from every screen. After a failure the next screen tries again.
export function needCityLists(): void {
  reading ??= read().catch(() => {
    reading = null
  })
}

export const cityLists = computed(() => lists.value)
const unitByCode = computed(() => new Map(lists.value?.units.map((unit) => [unit.code, unit])))
const matterNames = computed(() => new Map(lists.value?.matters.map((matter) => [matter.row, matter.name])))
const divisionNames = computed(() => new Map(lists.value?.divisions.map((division) => [division.code, division.name])))

export const unitName = (code: string): string => unitByCode.value.get(code)?.name ?? code
export const matterName = (row: string): string => matterNames.value.get(row) ?? row
export const divisionName = (code: string): string => divisionNames.value.get(code) ?? code

// Whether `inner` is `outer` or stands below it.
export function isWithin(inner: string, outer: string): boolean {
  for (let code: string | null | undefined = inner, steps = 0; code && steps < 10; ++steps) {
    if (code === outer) return true
    code = unitByCode.value.get(code)?.parent
  }
  return false
}
