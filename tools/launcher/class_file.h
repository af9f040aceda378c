// Which class a .class file holds, so that `vm path/to/Main.class` can run it.
#pragma once

#include <string>

namespace kiln::launcher {

struct ClassFileName {
  std::string class_name;  ///< with dots: a.b.Main
  std::string root;        ///< the folder from which a/b/Main.class leads to the file
};

/// Reads this_class (JVMS 4.1) of the file. If the file cannot be understood, or does not lie in the folders its
/// package asks for, the answer is the file's own name and folder: loading it will then say what is wrong.
ClassFileName name_of_class_file(const std::string& path);

}  // namespace kiln::launcher
