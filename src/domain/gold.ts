/** The annotator whose labels are a published set's truth, where the set does not name its people. */
export const gold = 'gold'
