import type { Exporter } from './exporter.ts'
import { fastchat } from './fastchat.ts'
import { langfuseScores } from './langfuse-scores.ts'
import { phoenixAnnotations } from './phoenix-annotations.ts'

/** Every tool whose files a run's verdicts can be written as; to add one, write its file and its line here. */
export const exporters: readonly Exporter[] = [fastchat, langfuseScores, phoenixAnnotations]
