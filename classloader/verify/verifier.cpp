#include "classloader/verify/verifier.h"

#include "classloader/verify/type_checker.h"

namespace kiln::classfile {

Verdict verify_class(const ParsedClass& parsed, VerificationEnvironment& environment, const VerifyOptions& options, VerifyError* error) {
  *error = VerifyError();
  return TypeChecker(parsed, environment, error).check_class();
}

}  // namespace kiln::classfile
