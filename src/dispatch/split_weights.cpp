// The weights of a cut between two matters, one for each name of cut_feature_names(), and of whether to cut.
#include "hotline/dispatch/split.hpp"

namespace hotline::dispatch {

const SplitWeights& shipped_split_weights() {
  static constexpr SplitWeights weights{{{
                                            -1.0326,  // shared
                                            -1.3208,  // shared_near
                                            -1.7085,  // first_in_left
                                            1.1291,   // first_in_right
                                            -1.9852,  // last_in_right
                                            -0.0430,  // last_in_left
                                            2.1773,   // greets
                                            1.6873,   // left_thanks
                                            -0.4268,  // moves_on
                                            -1.3359,  // goes_on
                                            -1.4410,  // places_shared
                                            0.7569,   // places_new
                                            -0.2533,  // left_length
                                            -0.7957,  // right_length
                                            -0.8394,  // above_lowest
                                            0.5766,   // introduces
                                            0.0445,   // left_asks
                                            0.0000,   // line_break
                                            0.1441,   // both_wish
                                            0.7081,   // both_trouble
                                            -0.0103,  // heads
                                            1.1386,   // left_ends_wish
                                            2.8375,   // first_balance
                                            1.9422,   // last_balance
                                            -1.3378,  // sentences
                                            -0.3486,  // single
                                            1.8396,   // single_balance
                                            -1.4879,  // second_in_left
                                            -0.1493,  // second_in_right
                                            1.8369,   // new_place_first
                                            0.3580,   // first_far
                                            -0.7931,  // shared_top
                                            -1.9530,  // bias
                                        }},
                                        {{
                                            4.1612,   // log_odds
                                            -0.3101,  // lead
                                            0.8442,   // sum
                                            -2.9696,  // shared
                                            -1.9606,  // shared_near
                                            -1.7630,  // first_in_left
                                            -1.4949,  // first_in_right
                                            -1.5912,  // last_in_right
                                            -1.4601,  // last_in_left
                                            -0.2667,  // greets
                                            -0.6029,  // left_thanks
                                            -1.2887,  // moves_on
                                            -0.0508,  // goes_on
                                            -0.2742,  // places_shared
                                            -0.3550,  // places_new
                                            3.2906,   // left_length
                                            2.6401,   // right_length
                                            -0.8857,  // above_lowest
                                            0.4219,   // introduces
                                            0.0734,   // left_asks
                                            0.0000,   // line_break
                                            0.0830,   // both_wish
                                            0.0047,   // both_trouble
                                            -0.4858,  // heads
                                            -0.5382,  // left_ends_wish
                                            0.2681,   // first_balance
                                            0.1311,   // last_balance
                                            0.7229,   // sentences
                                            0.0646,   // single
                                            0.1083,   // single_balance
                                            -1.5347,  // second_in_left
                                            0.4763,   // second_in_right
                                            -0.7862,  // new_place_first
                                            -0.9287,  // first_far
                                            0.5560,   // shared_top
                                            -3.0482,  // bias
                                        }}};
  return weights;
}

}  // namespace hotline::dispatch
