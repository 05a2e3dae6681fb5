import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills in a form with the engine of ODK Collect, question by question.
 *
 * Arguments: folder with form.xml, its lists and answers.txt (name=first|second, one value for each repeat), and how
 * many repeats to make. Prints "asked", "refused", "missing", "note" and "value" lines, parts parted by tabs.
 */
public class FillForm {
    private static final String REPEAT = "anggota";

    /** A file that a form names, in the folder whatever its address says. */
    private static final class InFolder implements Reference {
        private final String uri;
        private final Path path;

        InFolder(String uri, Path folder) {
            this.uri = uri;
            this.path = folder.resolve(uri.substring(uri.lastIndexOf('/') + 1));
        }

        public boolean doesBinaryExist() { return Files.exists(path); }
        public InputStream getStream() throws IOException { return Files.newInputStream(path); }
        public String getURI() { return uri; }
        public String getLocalURI() { return path.toString(); }
        public boolean isReadOnly() { return true; }
        public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
        public void remove() { throw new UnsupportedOperationException(); }
        public Reference[] probeAlternativeReferences() { return new Reference[0]; }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Paths.get(arguments[0]);
        int repeats = Integer.parseInt(arguments[1]);
        ReferenceManager.instance().addReferenceFactory(new ReferenceFactory() {
            public boolean derives(String uri) { return uri.startsWith("jr://file"); }
            public Reference derive(String uri) { return new InFolder(uri, folder); }
            public Reference derive(String uri, String context) { return derive(uri); }
        });
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromFormXml(folder.resolve("form.xml").toString(), null);
        form.initialize(true, new InstanceInitializationFactory());
        fill(new FormEntryController(new FormEntryModel(form)), answers(folder.resolve("answers.txt")), repeats);
        values(form.getMainInstance().getRoot(), "");
    }

    private static Map<String, String[]> answers(Path file) throws IOException {
        Map<String, String[]> found = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("=", 2);
            found.put(parts[0], parts[1].split("\\|", -1));
        }
        return found;
    }

    private static void fill(FormEntryController form, Map<String, String[]> answers, int repeats) throws Exception {
        int made = 1;
        int event;
        while ((event = form.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && made < repeats) {
                form.newRepeat();
                made++;
            } else if (event == FormEntryController.EVENT_QUESTION) {
                ask(form, answers);
            }
        }
    }

    private static void ask(FormEntryController form, Map<String, String[]> answers) throws Exception {
        FormEntryPrompt prompt = form.getModel().getQuestionPrompt();
        TreeReference at = form.getModel().getFormIndex().getReference();
        int repeat = 0;
        for (int level = 0; level < at.size(); level++) {
            if (at.getName(level).equals(REPEAT)) repeat = at.getMultiplicity(level);
        }
        String name = at.getNameLast();
        String[] given = answers.getOrDefault(name, new String[0]);
        String text = repeat < given.length ? given[repeat] : "";
        System.out.println("asked\t" + name + "\t" + repeat);
        if (prompt.isReadOnly()) System.out.println("note\t" + name + "\t" + prompt.getQuestionText());
        if (!text.isEmpty() && form.answerQuestion(answer(prompt, text), true) != FormEntryController.ANSWER_OK) {
            System.out.println("refused\t" + name + "\t" + text);
        }
        if (text.isEmpty() && prompt.isRequired() && prompt.getAnswerValue() == null) {
            System.out.println("missing\t" + name + "\t" + repeat);
        }
    }

    private static IAnswerData answer(FormEntryPrompt prompt, String text) {
        if (prompt.getControlType() == Constants.CONTROL_SELECT_ONE) return new SelectOneData(new Selection(text));
        if (prompt.getControlType() == Constants.CONTROL_SELECT_MULTI) {
            List<Selection> chosen = new ArrayList<>();
            for (String one : text.split(" ")) chosen.add(new Selection(one));
            return new SelectMultiData(chosen);
        }
        if (prompt.getDataType() == Constants.DATATYPE_DATE) return new DateData(DateUtils.parseDate(text));
        if (prompt.getDataType() == Constants.DATATYPE_INTEGER) return new IntegerData(Integer.parseInt(text));
        return new StringData(text);
    }

    private static void values(TreeElement element, String path) {
        if (!element.isRelevant() || element.getMult() == TreeReference.INDEX_TEMPLATE) return;
        String here = path + "/" + element.getName();
        if (element.getValue() != null) {
            System.out.println("value\t" + here + "\t" + element.getValue().uncast().getString());
        }
        for (int at = 0; at < element.getNumChildren(); at++) values(element.getChildAt(at), here);
    }
}
