// What the leak checker passes over: libxlsxwriter 1.1.4 copies the formula of a list of choices
// twice and frees one of the copies; some bytes for each column of a template.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
    return "leak:lxw_strdup\n";
}
#endif
