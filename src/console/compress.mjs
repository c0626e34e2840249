// Lays beside every text file of a folder its gzip and brotli forms, which the server then sends as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const texts = /\.(html|js|mjs|css|json|svg|txt|webmanifest)$/
const least = 512 // bytes; what is smaller gains nothing

for (const entry of readdirSync(process.argv[2], { withFileTypes: true, recursive: true })) {
  if (!entry.isFile() || !texts.test(entry.name)) continue
  const path = join(entry.parentPath ?? entry.path, entry.name)
  const content = readFileSync(path)
  if (content.length < least) continue
  const forms = {
    gz: gzipSync(content, { level: 9 }),
    br: brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  }
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < content.length) writeFileSync(`${path}.${ending}`, form)
  }
}
