"""Golden files for Bradley-Terry, pairs told apart, Elo and length control.

    python3 -m venv venv && venv/bin/pip install scipy scikit-learn choix statsmodels
    venv/bin/python reference/make_ranking_golden.py

Writes reference/golden/{bradley-terry,beyond-chance,elo,length-control}.json. The cases come from a
seeded generator. Bradley-Terry without ties is choix's; with Davidson's ties it is the
likelihood written out below, climbed by scipy until its gradient is 0. Elo is the
textbook's formula in exact order. Length control is scikit-learn's liblinear on each row
twice, as alpaca_eval fits it, with a tight tolerance.
"""

import math
import random

import choix
import numpy as np
from scipy import optimize, stats
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from statsmodels.stats.multitest import multipletests

from golden_file import write


def tables(rng, n, games, ties):
    """Wins and ties of systems whose strengths are spread over two units."""
    strengths = [rng.uniform(-1, 1) for _ in range(n)]
    wins, tied = np.zeros((n, n)), np.zeros((n, n))
    for _ in range(games):
        i, j = rng.sample(range(n), 2)
        win, loss = math.exp(strengths[i]), math.exp(strengths[j])
        tie = ties * math.sqrt(win * loss)
        at = rng.random() * (win + loss + tie)
        if at < win:
            wins[i, j] += 1
        elif at < win + loss:
            wins[j, i] += 1
        else:
            tied[i, j] += 1
            tied[j, i] += 1
    return wins, tied


def davidson(wins, tied, prior):
    """Strengths with mean 0, tie parameter, their standard errors and the log likelihood."""
    n = len(wins)
    has_ties = tied.sum() > 0
    i, j = np.triu_indices(n, 1)

    of_i, of_j, of_tie = np.array([1, 0, 0.5])[:, None], np.array([0, 1, 0.5])[:, None], np.array([0, 0, 1])[:, None]
    seen = np.stack([wins[i, j], wins[j, i], tied[i, j]])
    games = seen.sum(0)
    parts = [(i, of_i), (j, of_j)] + ([(np.full(len(i), n), of_tie)] if has_ties else [])

    def logs(x):
        """Logarithms of the chances of a win, a loss and a tie, for every pair."""
        tie = (x[i] + x[j]) / 2 + (x[n] if has_ties else -1e300)
        both = np.stack([x[i], x[j], tie])
        return both - logsumexp(both, axis=0)

    def likelihood(x):
        return (np.where(seen > 0, seen * logs(x), 0)).sum()

    def slopes(x):
        p, size = np.exp(logs(x)), n + has_ties
        gradient, information = np.zeros(size), np.zeros((size, size))
        for where, how in parts:
            np.add.at(gradient, where, ((seen - games * p) * how).sum(0))
            for other, too in parts:
                bend = games * ((p * how * too).sum(0) - (p * how).sum(0) * (p * too).sum(0))
                np.add.at(information, (where, other), bend)
        if prior:
            sigma = 1 / (1 + np.exp(-x[:n]))
            gradient[:n] += prior * (1 - 2 * sigma)
            information[range(n), range(n)] += 2 * prior * sigma * (1 - sigma)
        return gradient, information

    def cost(x):
        extra = prior * (np.logaddexp(0, x[:n]) + np.logaddexp(0, -x[:n])).sum() if prior else 0
        return -likelihood(x) + extra

    x = optimize.minimize(cost, np.zeros(n + has_ties), jac=lambda x: -slopes(x)[0], method="BFGS").x
    for _ in range(20):
        gradient, information = slopes(x)
        x = x + np.linalg.pinv(information) @ gradient
    assert np.abs(slopes(x)[0]).max() < 1e-10
    centre = np.eye(n + has_ties)
    centre[:n, :n] -= 1 / n
    covariance = centre @ np.linalg.pinv(slopes(x)[1]) @ centre
    x = centre @ x
    return x, np.sqrt(np.diag(covariance)[:n]), likelihood(x)


def bradley_terry_cases():
    rng = random.Random(11)
    shapes = [(2, 20, 0), (2, 30, 0.8), (3, 40, 0.5), (5, 200, 0), (5, 200, 1), (12, 900, 0.3), (30, 6000, 0.7)]
    for n, games, ties in shapes:
        wins, tied = tables(rng, n, games, ties)
        case = {"wins": wins.astype(int).tolist(), "ties": tied.astype(int).tolist()}
        for name, w, t, prior in (("davidson", wins, tied, 0), ("half", wins + tied / 2, 0 * tied, 0),
                                  ("drop", wins, 0 * tied, 0), ("prior", wins, tied, 0.5)):
            x, errors, height = davidson(w, t, prior)
            case[name] = {"strengths": x[:n].tolist(), "tie": math.exp(x[n]) if len(x) > n else 0,
                          "standard_errors": errors.tolist(), "log_likelihood": float(height)}
        pairs = [(a, b) for a in range(n) for b in range(n) for _ in range(int(wins[a, b]))]
        case["choix"] = choix.opt_pairwise(n, pairs, method="Newton-CG", tol=1e-14).tolist()
        yield case


def beyond_chance_cases():
    rng = random.Random(14)
    for n, games in ((2, 12), (4, 150), (6, 500), (9, 900), (9, 3000)):
        wins, _ = tables(rng, n, games, 0.3)
        wins = wins.astype(int)
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n) if wins[i, j] + wins[j, i] > 0]
        ps = [stats.binomtest(int(wins[i, j]), int(wins[i, j] + wins[j, i])).pvalue for i, j in pairs]
        rejected = multipletests(ps, alpha=0.05, method="holm")[0]
        beats = [([i, j] if wins[i, j] > wins[j, i] else [j, i]) for (i, j), yes in zip(pairs, rejected) if yes]
        yield {"wins": wins.tolist(), "beats": beats}


def elo_cases():
    rng = random.Random(12)
    for n, games, k in ((2, 5, 32), (4, 60, 4), (6, 300, 16)):
        played = []
        rating = [1000.0] * n
        for _ in range(games):
            i, j = rng.sample(range(n), 2)
            outcome = rng.choice(["A", "B", "tie"])
            played.append([i, j, outcome])
            score = {"A": 1, "B": 0, "tie": 0.5}[outcome]
            gain = k * (score - 1 / (1 + 10 ** ((rating[j] - rating[i]) / 400)))
            rating[i] += gain
            rating[j] -= gain
        yield {"k": k, "systems": n, "games": played, "ratings": rating}


def length_cases():
    rng = np.random.default_rng(13)
    for n, soft, hard in ((40, True, True), (120, False, True), (200, True, False)):
        baseline = rng.integers(50, 3000, n)
        ours = rng.integers(50, 2500, n)
        difference = (baseline - ours).astype(float)
        feature = np.tanh(difference / difference.std(ddof=1))
        difficulty = np.round(rng.normal(0, 1.5, n), 4)
        chance = 1 / (1 + np.exp(-(-1.2 * feature + 0.7 * difficulty * hard - 0.4)))
        preference = np.round(rng.beta(4 * chance, 4 * (1 - chance)), 3) if soft else (rng.random(n) < chance) * 1.0
        columns = [feature, np.ones(n)] + ([difficulty] if hard else [])
        x = np.column_stack(columns)
        twice = np.vstack([x, x])
        labels = np.repeat([1, 0], n)
        weight = np.concatenate([preference, 1 - preference])

        def fit(rows, c, tolerance=1e-14):
            model = LogisticRegression(penalty="l1", C=c, solver="liblinear", fit_intercept=False,
                                       tol=tolerance, max_iter=1_000_000, random_state=123)
            both = np.concatenate([rows, rows])
            return model.fit(twice[both], labels[both], sample_weight=weight[both]).coef_[0]

        # What LogisticRegressionCV does, with folds in turn: the mean over folds of the mean log loss.
        penalties = np.logspace(-4, 4, 10)
        losses = np.zeros(len(penalties))
        for fold in range(5):
            out = np.arange(n) % 5 == fold
            for at, c in enumerate(penalties):
                z = x[out] @ fit(~out, c, 1e-10)
                losses[at] += (np.logaddexp(0, z) - preference[out] * z).mean() / 5
        best = float(penalties[losses.argmin()])
        yield {"baseline": baseline.tolist(), "model": ours.tolist(), "preferences": preference.tolist(),
               "difficulties": difficulty.tolist() if hard else None,
               "weights": {str(c): fit(np.ones(n, bool), c).tolist() for c in (0.01, 0.1, 1, 100)},
               "best_c": best, "losses": losses.tolist()}


write("bradley-terry", ["scipy", "choix"], 1e-9, list(bradley_terry_cases()),
      "choix stops at about 1e-9 of a strength; its column is compared with 1e-6.")
write("beyond-chance", ["scipy", "statsmodels"], 0, list(beyond_chance_cases()), "Which pairs are told apart; no number.")
write("elo", ["numpy"], 1e-12, list(elo_cases()), "The tolerance is relative.")
write("length-control", ["scikit-learn"], 1e-6, list(length_cases()),
      "liblinear stops by a rule of its own, at about 1e-7 of a weight. Weights: length, constant, difficulty.")
