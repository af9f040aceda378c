#include "classloader/verify/verifier.h"

#include "classloader/verify/type_checker.h"
#include "classloader/verify/type_inference.h"

namespace kiln::classfile {

Verdict verify_class(const ParsedClass& parsed, VerificationEnvironment& environment, const VerifyOptions& options,
                     VerifyError* error) {
  *error = VerifyError();
  if (parsed.major_version >= kStackMapVersion) {
    Verdict verdict = TypeChecker(parsed, environment, error, options.observer).check_class();
    bool second_opinion = verdict == Verdict::kFailed && !error->is_final && options.fail_over &&
                          parsed.major_version < kNoFailOverVersion;
    if (!second_opinion) return verdict;
    VerifyError ignored;  // the first verdict's message is the better one
    verdict = TypeInference(parsed, environment, &ignored, options.observer).check_class();
    if (verdict == Verdict::kFailed) error->kind = ignored.kind;
    return verdict;
  }
  return TypeInference(parsed, environment, error, options.observer).check_class();
}

}  // namespace kiln::classfile
