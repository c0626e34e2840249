// Whose hotline this is; read once, for everybody.
import { readonly, shallowRef } from 'vue'
import { api, body, type Schema } from '@/api/client'

const known = shallowRef<Schema['PublicCity'] | null>(null)
export const city = readonly(known)

export async function findCity(): Promise<void> {
  known.value = await body(api.GET('/api/v1/public/city')).catch(() => null)
  if (known.value) document.title = `${known.value.name}${known.value.hotline}`
}
