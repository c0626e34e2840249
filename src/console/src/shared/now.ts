// The present minute, shared by every clock on the page.
import { readonly, ref } from 'vue'

const present = ref(new Date())
setInterval(() => (present.value = new Date()), 20_000)

export const now = readonly(present)
