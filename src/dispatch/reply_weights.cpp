// The weights of the reply check, one for each name of reply_feature_names().
#include "hotline/dispatch/reply_check.hpp"

namespace hotline::dispatch {

const ReplyFeatures& shipped_reply_weights() {
  static constexpr ReplyFeatures weights{
      0.4692,   // length
      0.4461,   // core
      -0.1252,  // core_below_15
      -1.7149,  // core_below_40
      -0.4974,  // passed_on
      -0.9998,  // passed_on_alone
      0.3259,   // received
      -0.0789,  // received_alone
      1.1207,   // empty
      0.6692,   // done
      1.0229,   // rule
      -0.0935,  // because
      0.6022,   // plan
      -0.3724,  // contact
      -0.0865,  // talked
      0.8223,   // unit
      0.0348,   // point
      0.0285,   // ask_more
      -0.3128,  // elsewhere
      -0.3858,  // outside
      0.3397,   // later
      -0.7200,  // link
      0.1790,   // times
      0.4740,   // request_overlap
      0.4170,   // wish_overlap
      -2.3943,  // bias
  };
  return weights;
}

}  // namespace hotline::dispatch
