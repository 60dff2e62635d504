export { accuracy } from './accuracy.ts'
export { adjustedPValues, adjustments, type Adjustment } from './adjusted-p-values.ts'
export { agreementWeights, type AgreementWeighting, type AgreementWeights } from './weighted-agreement.ts'
export { type Alternative, type TestResult } from './test-result.ts'
export type { AnswerOptions, SquadRule } from './squad-answer.ts'
export { approximateRandomisation } from './approximate-randomisation.ts'
export { averageRanks, orderOf } from './ranks.ts'
export { balancedAccuracy } from './balanced-accuracy.ts'
export { betaCdf, betaQuantile } from './beta-distribution.ts'
export { beyondChance } from './beyond-chance.ts'
export {
  bleu,
  bleuSmoothings,
  type Bleu,
  type BleuOptions,
  type BleuScore,
  type BleuSmoothing,
} from './bleu.ts'
export { bleuTokenizers, type BleuTokenizer } from './bleu-tokenizers.ts'
export { bootstrap, type BootstrapInterval, type BootstrapOptions } from './bootstrap.ts'
export { bootstrapEach } from './bootstrap-each.ts'
export { bootstrapMethods, type BootstrapMethod } from './bootstrap-interval.ts'
export { bootstrapOnCores, type BootstrapOnCoresOptions, type NamedStatistic } from './bootstrap-on-cores.ts'
export {
  bootstrapRatings,
  resampledSides,
  type BootstrapRatingsOptions,
  type DrawnRatings,
  type ResampledSide,
} from './bootstrap-ratings.ts'
export {
  bradleyTerry,
  tieRules,
  whyUnranked,
  type BradleyTerry,
  type BradleyTerryOptions,
  type TieRule,
} from './bradley-terry.ts'
export { brennanPrediger, brennanPredigerOf, type BrennanPredigerOptions } from './brennan-prediger.ts'
export { brierScore } from './brier-score.ts'
export { brierScoreOfClasses } from './brier-score-of-classes.ts'
export {
  calibrationError,
  type Calibration,
  type CalibrationBin,
  type CalibrationOptions,
} from './calibration-error.ts'
export { categoryAgreement, type CategoryAgreement, type CategoryOptions } from './category-agreement.ts'
export { chanceAgreement } from './chance-agreement.ts'
export { chanceTail } from './chance-tail.ts'
export { chrf, type Chrf, type ChrfOptions } from './chrf.ts'
export { clopperPearsonInterval } from './clopper-pearson-interval.ts'
export {
  cohenKappa,
  cohenKappaOf,
  kappaWeights,
  type KappaOptions,
  type KappaWeights,
} from './cohen-kappa.ts'
export { concordance } from './concordance.ts'
export { confusionMatrix, type ConfusionMatrix } from './confusion-matrix.ts'
export { corpusScore } from './corpus-score.ts'
export { correlationPValue } from './correlation-p-value.ts'
export { crossEntropy } from './cross-entropy.ts'
export { dawidSkene } from './dawid-skene.ts'
export { drawBinomial } from './draw-binomial.ts'
export { elo, eloAfter, type Elo, type EloOptions, type EloScale } from './elo.ts'
export { entropy } from './entropy.ts'
export {
  evaluatorMetrics,
  scoringRules,
  type EvaluatorMetrics,
  type EvaluatorMetricsOptions,
  type Preferences,
  type ScoringRule,
} from './evaluator-metrics.ts'
export { exactMatch } from './exact-match.ts'
export {
  fitLengthControl,
  type LengthControl,
  type LengthControlData,
  type LengthControlOptions,
} from './fit-length-control.ts'
export { fleissKappa, fleissKappaOf, type FleissOptions } from './fleiss-kappa.ts'
export { fQuantile, fTail } from './f-distribution.ts'
export { groupedCorrelation, type Correlation, type GroupedCorrelation } from './grouped-correlation.ts'
export { gwetAc, gwetAcOf, type GwetOptions } from './gwet-ac.ts'
export {
  intraclassCorrelation,
  intraclassCorrelationOf,
  intraclassForms,
  type IntraclassCorrelation,
  type IntraclassEstimate,
  type IntraclassForm,
  type IntraclassOptions,
} from './intraclass-correlation.ts'
export { itemsNeeded, type ItemsNeededOptions } from './items-needed.ts'
export { jackknife, type Jackknife } from './jackknife.ts'
export { kappaInContext, type KappaContext, type KappaContextOptions } from './kappa-in-context.ts'
export { kendallTau, kendallTauOf, type KendallOptions } from './kendall-tau.ts'
export {
  krippendorffAlpha,
  krippendorffAlphaOf,
  scales,
  type AlphaOptions,
  type Distance,
  type Scale,
} from './krippendorff-alpha.ts'
export type { LatentTruth, LatentTruthOptions } from './latent-truth.ts'
export {
  lengthControlledWinRate,
  type LengthControlledOptions,
  type LengthControlledWinRate,
  type LengthControlWeights,
} from './length-controlled-win-rate.ts'
export { logLoss } from './log-loss.ts'
export { majorityCounts, type MajorityCounts, type MajorityOptions } from './majority-counts.ts'
export { majorityOf } from './majority-of.ts'
export { matthewsCorrelation } from './matthews-correlation.ts'
export { mcnemar, mcnemarMethods, type McnemarMethod } from './mcnemar.ts'
export { mean } from './mean.ts'
export { meanAbsoluteError } from './mean-absolute-error.ts'
export {
  multipleChoice,
  normalisations,
  type Normalisation,
  type OptionLikelihood,
} from './multiple-choice.ts'
export { normalCdf, normalQuantile } from './normal-distribution.ts'
export { oneCoin } from './one-coin.ts'
export { orderBias, type OrderBias, type OrderBiasOptions, type OrderVerdict } from './order-bias.ts'
export { pairedBootstrap, type PairedBootstrapOptions, type PairedDifference } from './paired-bootstrap.ts'
export { pairedPermutationTest, type PairedPermutationOptions } from './paired-permutation-test.ts'
export { pairedRandomisation, type PairedRandomisationOptions } from './paired-randomisation.ts'
export { pairedShareDifference, type PairedCounts } from './paired-share-difference.ts'
export { pairTable, pairTableOf, type PairTable } from './pair-table.ts'
export { pairwiseAgreement, type PairAgreement, type PairwiseOptions } from './pairwise-agreement.ts'
export { partialOrder, type Beats, type PartialOrder, type PartialOrderOptions } from './partial-order.ts'
export { pearson } from './pearson.ts'
export { percentAgreement, percentAgreementOf, type PercentOptions } from './percent-agreement.ts'
export { perplexity } from './perplexity.ts'
export { type PermutationOptions } from './swaps.ts'
export { permutationTest, type UnpairedPermutationOptions } from './permutation-test.ts'
export { porterStem } from './porter-stemmer.ts'
export {
  precisionRecall,
  type ClassificationReport,
  type ClassPrecisionRecall,
  type PrecisionRecall,
  type PrecisionRecallOptions,
  type ZeroDivision,
} from './precision-recall.ts'
export {
  preferenceHabits,
  type HabitShare,
  type JudgedPair,
  type PreferenceHabits,
  type PreferenceHabitsOptions,
} from './preference-habits.ts'
export { quantileSorted } from './quantile.ts'
export {
  ratingMatrix,
  type RatingMatrix,
  type RatingOptions,
  type RatingRows,
  type Ratings,
  type RatingValues,
} from './rating-matrix.ts'
export { rocAuc, rocAucOf } from './roc-auc.ts'
export { rootMeanSquaredError } from './root-mean-squared-error.ts'
export { rouge, type RougeOptions } from './rouge.ts'
export { rouges, type Rouges, type RougeType } from './rouges.ts'
export { sampleOf, type Cluster, type Sample } from './sample.ts'
export { scoreOf, type Game, type Outcome } from './game.ts'
export { scottPi, scottPiOf, type ScottOptions } from './scott-pi.ts'
export { seededRandom, type Random } from '../base/random.ts'
export { SegmentRows } from './segment-rows.ts'
export { sentenceScore } from './sentence-score.ts'
export { spearman, spearmanOf } from './spearman.ts'
export { type StandardError, type Statistic } from './replicates.ts'
export { systemCorrelation, type SystemCorrelation, type SystemOptions } from './system-correlation.ts'
export { Tally } from './tally.ts'
export { ter, type Ter, type TerOptions } from './ter.ts'
export type { TextMetric, TextScore } from './text-metric.ts'
export { textWords, type WordMode, type WordOptions } from './text-words.ts'
export { tokenF1, type TokenF1Options } from './token-f1.ts'
export { voteAgreement, type VoteAgreement, type VoteAgreementOptions } from './vote-agreement.ts'
export { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts'
export { wilsonInterval, type ShareIntervalOptions } from './wilson-interval.ts'
export { winRate, type WinRate, type WinRateOptions } from './win-rate.ts'
