// Turns rows of a corpus into sparse vectors of a feature space.
#pragma once

#include "classify/matrix.hpp"
#include "classify/vocabulary.hpp"

namespace hotline::classify {

SparseMatrix vectorise(const Corpus& corpus, Rows rows, const FeatureSpace& space);

}  // namespace hotline::classify
