#include "vm/ops/invoke_dynamic.h"
namespace kiln::ops {
#define F VM_FATAL("mh {}", __func__)
Expected<void> init_member_name_with_method(Thread&, Handle<java::MemberName>, Method*, Class*, bool){F;}
Expected<ResolvedEntry> link_call_site(Thread&, Class*, int, int){F;}
Expected<Ref<>> link_dynamic_constant(Thread&, Class*, int){F;}
Expected<ResolvedEntry> link_invokehandle(Thread&, Class*, int, Method*){F;}
Object* member_name_of_handle(Thread&, Object*){F;}
Expected<Ref<java::MethodHandle>> method_handle_constant(Thread&, Class*, int){F;}
Expected<Ref<java::MethodType>> method_type_of(Thread&, Symbol*, Class*){F;}
Method* polymorphic_method(Thread&, Method*, Symbol*){F;}
Method* target_of_member_name(Thread&, Object*){F;}
void visit_weak_member_names(Vm&, WeakVisitor&){}
int64_t vmindex_of_member_name(Thread&, Object*){F;}
}
